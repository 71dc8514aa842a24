-- What texts in other languages look for follows the appearances of the texts whose day a person has put right.
with concerned as (
  select distinct content_id from news.version where run_id = %(run_id)s and decision_id is not null
),
gone as (
  update news.content_crossing as held
  set crossing = ''
  from concerned, news.content_appearance as shown
  where held.content_id = concerned.content_id
    and shown.content_id = held.content_id
    and shown.day = held.day
    and shown.publisher = held.publisher
    and shown.terms = ''
)
insert into news.content_crossing (content_id, day, publisher, language, crossing)
select distinct on (shown.content_id, shown.day, shown.publisher)
  shown.content_id, shown.day, shown.publisher, held.language, held.crossing
from concerned
join news.content_appearance as shown using (content_id)
join news.content_crossing as held using (content_id)
where shown.terms <> ''
  and held.crossing <> ''
order by shown.content_id, shown.day, shown.publisher, held.day, held.publisher
on conflict (content_id, day, publisher) do update
  set language = excluded.language, crossing = excluded.crossing
  where content_crossing.crossing = ''
