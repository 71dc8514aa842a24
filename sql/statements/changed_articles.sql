-- Articles that this run reads otherwise than before from the same record of the same file: by newer rules, not by a correction.
select
  source.slug as source,
  file.uri as file_uri,
  file.file_id,
  later.record_position,
  later.article_id,
  later.version,
  array_remove(
    array[
      case when later.headline is distinct from earlier.headline then 'headline' end,
      case when later.byline <> earlier.byline then 'byline' end,
      case when later.published_on is distinct from earlier.published_on then 'day' end,
      case when later.content_id <> earlier.content_id then 'text' end,
      case when later.agency is distinct from earlier.agency then 'agency' end,
      case
        when (later.dateline_place, later.dateline_country) is distinct from (earlier.dateline_place, earlier.dateline_country)
          then 'dateline'
      end,
      case when later.language is distinct from earlier.language then 'language' end,
      case when later.published_at is distinct from earlier.published_at then 'time' end,
      case
        when (later.section, later.keywords, later.subjects) is distinct from (earlier.section, earlier.keywords, earlier.subjects)
          then 'subjects'
      end
    ],
    null
  ) as fields,
  earlier.headline as headline_before,
  later.headline as headline_after,
  array_to_string(earlier.byline, ', ') as byline_before,
  array_to_string(later.byline, ', ') as byline_after,
  earlier.published_on as day_before,
  later.published_on as day_after,
  before.word_count as words_before,
  after.word_count as words_after
from news.version as later
join lateral (
  select version.*
  from news.version
  where version.article_id = later.article_id
    and version.version < later.version
  order by (version.file_id, version.record_position) = (later.file_id, later.record_position) desc, version.version desc
  limit 1
) as earlier on true
join ops.file on file.file_id = later.file_id
join news.source using (source_id)
join news.content as before on before.content_id = earlier.content_id and before.month = earlier.content_month
join news.content as after on after.content_id = later.content_id and after.month = later.content_month
where later.run_id = %(run_id)s
  and later.version > 1
order by source.slug, file.uri, later.record_position
limit %(limit)s
