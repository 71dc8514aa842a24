-- What changed, in the order in which it became visible: what the feed of changes and the incremental exports stand on.
create table news.change (
  change_id bigint generated always as identity constraint change_pk primary key,
  article_id bigint not null,
  change text not null constraint change_known check (change in ('added', 'changed', 'moved', 'hidden', 'shown')),
  run_id bigint constraint change_run_fk references ops.run,
  changed_at timestamptz not null,
  embargoed timestamptz
);
comment on table news.change is 'Grain: one article and one kind of change in one load. Written by loads only, which exclude each other: whoever has seen a change_id has seen all smaller ones.';
comment on column news.change.change_id is 'The place in the order of all changes.';
comment on column news.change.article_id is 'The article. Not a foreign key: that an article is gone is a change as well.';
comment on column news.change.change is 'added; changed (another version is shown, or it stands for its story now, or no more); moved (to another story); hidden; shown (again, or after a hidden arrival).';
comment on column news.change.run_id is 'The run whose load, refold or decision it was.';
comment on column news.change.changed_at is 'When.';
comment on column news.change.embargoed is 'Of what is hidden by an embargo: when it ends. Then the article is shown without any load.';
create index change_embargoed on news.change (embargoed, change_id) where embargoed is not null;

-- What is held already: as it is now, in the order of arrival.
insert into news.change (article_id, change, run_id, changed_at, embargoed)
select
  article.article_id,
  case when hiding.article_id is null then 'added' else 'hidden' end,
  article.first_run_id,
  coalesce(hiding.hidden_at, article.first_seen_at),
  hiding.embargoed
from news.article
left join (
  select article_id, max(embargoed) as embargoed, max(valid_from) as hidden_at
  from news.hidden
  where valid_to is null
  group by article_id
) as hiding using (article_id)
order by article.article_id;
