-- What a database is that holds a past evening: known from its beginning on, so that no other is taken for it.
create table ops.past_state (
  is_only boolean not null default true constraint past_state_pk primary key constraint past_state_is_one check (is_only),
  at timestamptz not null,
  begun_at timestamptz not null,
  built jsonb,
  closed_at timestamptz
);
comment on table ops.past_state is 'Grain: one row in a database that `newsfold snapshot --into` builds, none in others.';
comment on column ops.past_state.is_only is 'True: there is one row at most.';
comment on column ops.past_state.at is 'The moment whose state it is.';
comment on column ops.past_state.begun_at is 'When it was begun.';
comment on column ops.past_state.built is 'What was replayed, as the command tells it; null until all is.';
comment on column ops.past_state.closed_at is 'When it was done; until then analysts see nothing of it, as what is hidden by now is not hidden in it yet.';
