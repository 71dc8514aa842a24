-- The source's row, made at its first use and kept equal to what is declared.
insert into news.source (
  slug, name, country, language, time_zone, created_at, location, schedule, licence, expected_files, freshness, owner, tags
)
values (
  %(slug)s, %(name)s, %(country)s, %(language)s, %(time_zone)s, %(now)s, %(location)s, %(schedule)s, %(licence)s,
  %(expected_files)s, make_interval(hours => 1) * %(freshness_hours)s::double precision, %(owner)s, %(tags)s
)
on conflict (slug) do update set
  name = excluded.name,
  country = excluded.country,
  language = excluded.language,
  time_zone = excluded.time_zone,
  location = excluded.location,
  schedule = excluded.schedule,
  licence = excluded.licence,
  expected_files = excluded.expected_files,
  freshness = excluded.freshness,
  owner = excluded.owner,
  tags = excluded.tags
returning source_id
