-- A public holiday.
insert into ops.holiday (country, day, name)
values (%(country)s, %(day)s, %(name)s)
on conflict (country, day) do update set name = excluded.name
