-- What the raw store is told of each load, so that all can be built again from it alone, and a digest of what is held then.
create table ops.journal_entry (
  entry_number bigint constraint journal_entry_pk primary key,
  entry_id uuid not null default gen_random_uuid() constraint journal_entry_id_unique unique,
  run_id bigint not null constraint journal_entry_run_fk references ops.run,
  at timestamptz not null,
  details jsonb not null default '{}',
  result_high numeric,
  result_low numeric,
  written_at timestamptz,
  constraint journal_entry_result_whole check ((result_high is null) = (result_low is null))
);
comment on table ops.journal_entry is 'Grain: one load, refold, removal or applied decision: one object of the journal in the raw store. What stands in it is worked out from the ledger when it is written.';
comment on column ops.journal_entry.entry_number is 'Its place in the order of all, from 1, without gaps.';
comment on column ops.journal_entry.entry_id is 'What tells it from the entry of another database with the same number. A rebuild keeps it.';
comment on column ops.journal_entry.run_id is 'The run.';
comment on column ops.journal_entry.at is 'The time that the rows of this load bear.';
comment on column ops.journal_entry.details is 'What else a rebuild needs to know: how the sources were declared; whether a refold learned boilerplate.';
comment on column ops.journal_entry.result_high is 'The digest of all articles and stories after it: the sum of the first halves of the hashes of its parts. Null where it was not known.';
comment on column ops.journal_entry.result_low is 'The same of the second halves.';
comment on column ops.journal_entry.written_at is 'When it was written to the raw store; null while that is due.';
create index journal_entry_run on ops.journal_entry (run_id);
create index journal_entry_due on ops.journal_entry (entry_number) where written_at is null;

create table ops.journal_replay (
  entry_number bigint constraint journal_replay_pk primary key,
  entry_id uuid not null,
  at timestamptz not null
);
comment on table ops.journal_replay is 'Grain: one entry of a journal that a rebuild has begun to replay: the load with this time is noted under its number and id.';
comment on column ops.journal_replay.entry_number is 'The number of the entry.';
comment on column ops.journal_replay.entry_id is 'Its id.';
comment on column ops.journal_replay.at is 'The time of its load.';

alter table ops.decision
  add column journal_number bigint,
  add column revocation_journal_number bigint;
comment on column ops.decision.journal_number is 'The entry of the journal that tells it; null while that is due.';
comment on column ops.decision.revocation_journal_number is 'The entry that tells that it was taken back; null while that is due, or where it holds.';
create index decision_journal on ops.decision (journal_number);
create index decision_revocation_journal on ops.decision (revocation_journal_number)
  where revocation_journal_number is not null;
create index decision_not_journaled on ops.decision (decision_id)
  where journal_number is null or (revoked_at is not null and revocation_journal_number is null);

-- The parts of the digest. A sum of hashes depends on no order, and a part that changes is taken out and put in again.
create function ops.half_of_hash(hash bytea, half integer) returns bigint
language sql immutable strict parallel safe
return ('x' || encode(substr(hash, 1 + 8 * half, 8), 'hex'))::bit(64)::bigint;
comment on function ops.half_of_hash is 'Eight bytes of a hash as a number: half 0 is the first, 1 the second.';

create function ops.version_hash(
  slug text, uri_sha256 bytea, version integer, version_sha256 bytea, published_on date, became_current boolean
) returns bytea
language sql stable parallel safe
return sha256(
  convert_to(concat_ws(chr(31), 'version', slug, version, coalesce(to_char(published_on, 'YYYY-MM-DD'), ''), became_current::text), 'UTF8')
  || uri_sha256 || version_sha256
);
comment on function ops.version_hash is 'One part of the digest: a version of an article: what it says, its day, and whether it was shown.';

create function ops.stories_digest(story_ids bigint[]) returns table (high numeric, low numeric)
language sql stable
begin atomic
  select coalesce(sum(ops.half_of_hash(hashed.hash, 0)), 0), coalesce(sum(ops.half_of_hash(hashed.hash, 1)), 0)
  from (
    select
      sha256(
        convert_to('story' || chr(31), 'UTF8')
        || coalesce(string_agg(member.name, ''::bytea) filter (where member.is_representative), ''::bytea)
        || string_agg(member.name, ''::bytea order by member.name)
      ) as hash
    from (
      select
        story.story_id,
        story.representative_article_id is not distinct from article.article_id as is_representative,
        sha256(convert_to(source.slug || chr(31), 'UTF8') || article.uri_sha256) as name
      from unnest(story_ids) as wanted (story_id)
      join news.story on story.story_id = wanted.story_id
      join news.membership on membership.story_id = story.story_id and membership.valid_to is null
      join news.article on article.article_id = membership.article_id
      join news.source on source.source_id = article.source_id
    ) as member
    group by member.story_id
  ) as hashed;
end;
comment on function ops.stories_digest is 'The part of the digest that certain stories make: which articles each has, and which stands for it. Each id may be given once.';

-- What was loaded before there was a journal. Nothing of it is written yet: the next load does that.
insert into ops.journal_entry (entry_number, run_id, at, details)
select row_number() over (order by entry.at, run.load_number, run.run_id), run.run_id, entry.at,
  case when exists (
    select from news.boilerplate where boilerplate.run_id = run.run_id or boilerplate.ended_run_id = run.run_id
  ) then '{"learn": true}'::jsonb else '{}' end
from (
  select run_id, loaded_at as at from ops.run_file where loaded_at is not null
  union
  select run_id, loaded_at from ops.run where loaded_at is not null and load_number is not null
  union
  select run_id, removed_at from news.removed_article
) as entry
join ops.run using (run_id)
where not run.dry_run;

update ops.decision
set
  journal_number = (select min(entry_number) from ops.journal_entry where at >= decided_at),
  revocation_journal_number = (select min(entry_number) from ops.journal_entry where at >= revoked_at);

update ops.journal_entry
set result_high = held.high + stories.high, result_low = held.low + stories.low
from (
  select
    coalesce(sum(ops.half_of_hash(hashed.hash, 0)), 0) as high,
    coalesce(sum(ops.half_of_hash(hashed.hash, 1)), 0) as low
  from news.version
  join news.article using (article_id)
  join news.source using (source_id)
  cross join lateral (
    select ops.version_hash(
      source.slug, article.uri_sha256, version.version, version.version_sha256, version.published_on, version.became_current
    ) as hash
  ) as hashed
) as held
cross join ops.stories_digest((select coalesce(array_agg(story_id), '{}') from news.story)) as stories
where entry_number = (select max(entry_number) from ops.journal_entry);
