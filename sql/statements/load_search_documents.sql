-- The run's articles as search sees them, in the version that is current now. The words of a text were found when it was staged;
-- a copy's text may be spelled another way than the stored one.
insert into news.search_document (article_id, source_id, day, language, configuration, names, document)
select
  article.article_id,
  article.source_id,
  coalesce(version.published_on, (article.first_seen_at at time zone 'UTC')::date),
  version.language,
  found.configuration,
  news.search_names(version.byline, version.dateline_place, version.agency),
  case
    when staged.search_document is not null and staged.body = content.body then staged.search_document
    else news.search_document(
      found.configuration, version.headline, version.byline, version.dateline_place, version.agency, version.slugline,
      version.keywords, content.body
    )
  end
from (
  select distinct article_id from staging.outcome where run_id = %(run_id)s and outcome <> 'unchanged'
) as touched
join news.article using (article_id)
join news.version
  on version.article_id = article.article_id
  and version.version = article.current_version
  and version.month = article.current_month
join news.content on content.content_id = version.content_id and content.month = version.content_month
join staging.article as staged
  on staged.run_id = version.run_id
  and staged.file_id = version.file_id
  and staged.record_position = version.record_position
cross join lateral (select news.text_configuration(version.language) as configuration) as found
where version.run_id = %(run_id)s
order by article.article_id
on conflict (article_id) do update set
  day = excluded.day,
  language = excluded.language,
  configuration = excluded.configuration,
  names = excluded.names,
  document = excluded.document
