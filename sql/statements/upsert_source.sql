-- The source's row, made at its first use and kept equal to what is declared.
insert into news.source (slug, name, country, language, time_zone, created_at)
values (%(slug)s, %(name)s, %(country)s, %(language)s, %(time_zone)s, %(now)s)
on conflict (slug) do update set
  name = excluded.name,
  country = excluded.country,
  language = excluded.language,
  time_zone = excluded.time_zone
returning source_id
