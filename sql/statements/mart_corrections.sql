-- Each later version of the touched articles, held against the one before it. Where an earlier version came from the same record
-- of the same file, the publisher changed nothing: newer rules read it otherwise.
delete from marts.correction using marts.touched_article where touched_article.article_id = correction.article_id;
insert into marts.correction (
  article_id, version, month, previous_month, source, day, signal, modified_at, seen_at, is_current, fields, words_before,
  words_after, words_added, words_removed
)
select
  later.article_id,
  later.version,
  later.month,
  earlier.month,
  article.source,
  (later.first_seen_at at time zone 'UTC')::date,
  later.signal,
  later.modified_at,
  later.first_seen_at,
  held.current_version = later.version,
  array_remove(
    array[
      case when later.agency is distinct from earlier.agency then 'agency' end,
      case when later.content_id <> earlier.content_id then 'body' end,
      case when later.byline <> earlier.byline then 'byline' end,
      case when later.dateline_country is distinct from earlier.dateline_country then 'dateline_country' end,
      case when later.dateline_place is distinct from earlier.dateline_place then 'dateline_place' end,
      case when later.ed_note is distinct from earlier.ed_note then 'ed_note' end,
      case when later.embargoed is distinct from earlier.embargoed then 'embargoed' end,
      case when later.headline is distinct from earlier.headline then 'headline' end,
      case when later.keywords <> earlier.keywords then 'keywords' end,
      case when later.language is distinct from earlier.language then 'language' end,
      case when later.pub_status <> earlier.pub_status then 'pub_status' end,
      case when later.published_at is distinct from earlier.published_at then 'published_at' end,
      case when later.published_on is distinct from earlier.published_on then 'published_on' end,
      case when later.section is distinct from earlier.section then 'section' end
    ],
    null
  ),
  before.word_count,
  after.word_count,
  difference.added,
  difference.removed
from marts.touched_article
join marts.article using (article_id)
join news.article as held using (article_id)
join news.version as later using (article_id)
join news.version as earlier on earlier.article_id = later.article_id and earlier.version = later.version - 1
join news.content as before
  on before.content_id = earlier.content_id and before.month = earlier.content_month
join news.content as after
  on after.content_id = later.content_id and after.month = later.content_month
cross join lateral (
  select
    coalesce(sum(greatest(surplus, 0)), 0) as added,
    coalesce(sum(greatest(-surplus, 0)), 0) as removed
  from (
    select sum(sign) as surplus
    from (
      select
        regexp_replace(regexp_split_to_table(regexp_replace(lower(body), characters, ' \1 ', 'g'), '\s+'), '^\W+|\W+$', '', 'g') as word,
        sign
      from (values (after.body, 1), (before.body, -1)) as text (body, sign)
      -- Scripts that put no spaces between words (not Hangul, which does): there each character counts.
      cross join (
        values ('([\u0E01-\u0E4E\u0E81-\u0ECE\u1000-\u109F\u1780-\u17D3\u3005-\u3007\u3040-\u30FA\u30FC-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF])')
      ) as unspaced (characters)
    ) as words
    where before.content_id <> after.content_id
      and word <> ''
    group by word
  ) as by_word
) as difference
where later.version > 1
  and later.decision_id is null
  and article.is_shown
  and not exists (
    select from news.version as same
    where same.article_id = later.article_id
      and same.version < later.version
      and same.file_id = later.file_id
      and same.record_position = later.record_position
  )
