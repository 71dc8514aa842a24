-- The first version of each new article, and each new version of a known one.
insert into news.version (
  article_id, version, month, version_sha256, content_id, content_month, headline, byline, agency, agency_role,
  dateline_place, dateline_country, language, published_on, published_at, published_precision, modified_at, section,
  keywords, subjects, media_topics, pub_status, signal, embargoed, slugline, slugline_key, ed_note, copyright_holder,
  copyright_notice, usage_terms, alt_ids, opt_out, set_aside, evidence, format, run_id, file_id, record_position, first_seen_at,
  became_current, delivered_date
)
select
  o.article_id, o.version, %(month)s, a.version_sha256, content_key.content_id, content_key.month, a.headline, a.byline,
  a.agency, a.agency_role, a.dateline_place, a.dateline_country, a.language, a.published_on, a.published_at,
  a.published_precision, a.modified_at, a.section, a.keywords, a.subjects, a.media_topics, a.pub_status, a.signal,
  a.embargoed, a.slugline, a.slugline_key, a.ed_note, a.copyright_holder, a.copyright_notice, a.usage_terms, a.alt_ids, a.opt_out,
  a.set_aside, a.evidence, a.format, o.run_id, o.file_id, o.record_position, %(now)s,
  o.version = 1 or o.is_current, a.delivered_date
from staging.outcome as o
join staging.article as a using (run_id, file_id, record_position)
join news.content_key using (content_sha256)
where o.run_id = %(run_id)s
  and o.outcome <> 'unchanged'
order by o.arrival
