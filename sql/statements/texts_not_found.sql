-- Texts that are compared, and that no text in another language or of another month finds: loaded before there was what finds them.
select missing.content_id, content.body, spelled.language, spelled.headline
from (
  select distinct content_id
  from news.content_appearance as shown
  where terms <> ''
    and (
      not exists (select from news.content_crossing as held where held.content_id = shown.content_id)
      or not exists (select from news.content_mark as held where held.content_id = shown.content_id)
    )
  order by content_id
  limit %(limit)s
) as missing
join news.content_key using (content_id)
join news.content on content.content_id = content_key.content_id and content.month = content_key.month
left join lateral (
  select version.language, version.headline from news.version where version.content_id = missing.content_id order by language, headline limit 1
) as spelled on true
order by missing.content_id
