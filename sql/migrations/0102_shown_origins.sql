-- To analysts a hidden article carries nothing: who was first is said of all articles for the desk, and of those that are shown for analysts.
alter table news.sentence_origin
  add column audience text not null default 'all',
  add constraint sentence_origin_audience_known check (audience in ('all', 'desk', 'analysts')),
  drop constraint sentence_origin_pk,
  add constraint sentence_origin_pk primary key (content_id, sentence_number, audience);
alter table news.sentence_origin alter column audience drop default;
-- What analysts see instead is worked out by a refold, or as these texts come again.
update news.sentence_origin
set audience = 'desk'
from news.hidden
where hidden.article_id = sentence_origin.origin_article_id
  and hidden.valid_to is null
  and (hidden.embargoed is null or hidden.embargoed > now());
comment on table news.sentence_origin is 'Grain: one sentence of a text, and the article that carried it first: another one than some that carry the text; for the desk and for analysts apart where that differs. Sentences that are nowhere else have no row.';
comment on column news.sentence_origin.audience is 'all; desk: of all articles; analysts: of those that were shown at the last load that touched them.';
