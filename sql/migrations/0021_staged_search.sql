-- What search sees of an article is worked out while normalize copies it into staging, by several processes at once: in load,
-- where one run at a time holds the lock, it took as long as all other statements together.
alter table staging.article add column search_document tsvector;
comment on column staging.article.search_document is 'The article as search sees it, with its own text (news.search_document); load takes it where the stored text is the same.';

-- No generated column: from Postgres 17 on these see through functions, and the name of a configuration is looked up.
create function staging.see_as_search() returns trigger
language plpgsql
as $body$
begin
  new.search_document := news.search_document(
    news.text_configuration(new.language), new.headline, new.byline, new.dateline_place, new.agency, new.slugline,
    new.keywords, new.body
  );
  return new;
end
$body$;
comment on function staging.see_as_search is 'Fills staging.article.search_document.';

create trigger article_as_search_sees_it before insert on staging.article
for each row execute function staging.see_as_search();

do $body$
begin
  alter table staging.article alter column search_document set compression lz4;
exception when feature_not_supported then
  null;
end
$body$;
