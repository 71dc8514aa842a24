-- Events: all stories about one thing that happened. What is compared of a story, which stories are bound and why, and the events with
-- their members over time.
create table news.event_story (
  story_id bigint constraint event_story_pk primary key,
  article_id bigint not null,
  content_id bigint not null,
  key bytea not null,
  day date,
  language text not null,
  headline text not null,
  place text not null,
  terms bytea not null,
  crossing bytea not null,
  weight bigint not null default 0,
  center_story_id bigint,
  event_id bigint
);
alter table news.event_story alter column terms set storage external, alter column crossing set storage external;
create index event_story_day on news.event_story (day);
create index event_story_center on news.event_story (center_story_id);
create index event_story_event on news.event_story (event_id) where event_id is not null;
create index event_story_content on news.event_story (content_id);
comment on table news.event_story is 'Grain: one story that is shown, as events compare it: what its representative says. Derived: worked out again from that where it is missing.';
comment on column news.event_story.story_id is 'The story.';
comment on column news.event_story.article_id is 'Its representative.';
comment on column news.event_story.content_id is 'The text of that.';
comment on column news.event_story.key is 'Hashes of the text and the uri: what breaks ties, the same whenever the story arrives.';
comment on column news.event_story.day is 'Day of publication of the representative; null where it is not known: then only people put it into an event.';
comment on column news.event_story.language is 'Its language; empty where it is not known.';
comment on column news.event_story.headline is 'Its headline; empty where it has none.';
comment on column news.event_story.place is 'The place of its dateline; empty where it has none.';
comment on column news.event_story.terms is 'Its heaviest terms, as in news.content_appearance.';
comment on column news.event_story.crossing is 'Its names, figures and vector, as in news.content_crossing.';
comment on column news.event_story.weight is 'The sum of the scores of its bonds: the heavier of two bound stories is the more central one.';
comment on column news.event_story.center_story_id is 'The story around which its event is: itself, also where nothing has joined it; null where people keep it out.';
comment on column news.event_story.event_id is 'The event that it is in now; null where it is in none.';

create table news.event_bond (
  story_id bigint not null,
  other_story_id bigint not null,
  score integer not null,
  evidence jsonb not null,
  constraint event_bond_pk primary key (story_id, other_story_id),
  constraint event_bond_ordered check (story_id < other_story_id),
  constraint event_bond_score check (score between 1 and 10000)
);
create index event_bond_other on news.event_bond (other_story_id);
comment on table news.event_bond is 'Grain: two stories that tell of one event, by what both say. Derived, as news.event_story.';
comment on column news.event_bond.story_id is 'The story with the smaller id.';
comment on column news.event_bond.other_story_id is 'The other one.';
comment on column news.event_bond.score is 'How sure that is, in ten-thousandths.';
comment on column news.event_bond.evidence is 'What speaks for it: days apart, the place, shares of terms, names, figures and headlines in both, likeness in meaning.';

create table news.event (
  event_id bigint generated always as identity constraint event_pk primary key,
  center_story_id bigint,
  oldest_story_id bigint not null,
  follows_event_id bigint,
  merged_into_event_id bigint constraint event_merged_fk references news.event,
  merged_at timestamptz,
  ended_at timestamptz,
  run_id bigint not null constraint event_run_fk references ops.run,
  created_at timestamptz not null
);
create index event_oldest on news.event (oldest_story_id) where ended_at is not null;
create index event_follows on news.event (follows_event_id) where follows_event_id is not null;
comment on table news.event is 'Grain: one event: stories about one thing that happened. One that was merged into an older one stays as a redirect, one that ended as an id that is never given to another.';
comment on column news.event.event_id is 'Identity of the event; never changes, never reused.';
comment on column news.event.center_story_id is 'Its most central story; null where it has ended.';
comment on column news.event.oldest_story_id is 'The story with the smallest id among those that were in it last: where that comes into an event again, this one goes on.';
comment on column news.event.follows_event_id is 'The event of the days before that most of its bonds lead to: the part of a saga before this one.';
comment on column news.event.merged_into_event_id is 'The older event that it was merged into; null while it stands.';
comment on column news.event.merged_at is 'When it was merged.';
comment on column news.event.ended_at is 'When its stories were in no event any more; null while it has some.';
comment on column news.event.run_id is 'The run that made it.';
comment on column news.event.created_at is 'When it was made.';

create table news.event_member (
  story_id bigint not null,
  event_id bigint not null constraint event_member_event_fk references news.event,
  joined_by_story_id bigint not null,
  article_id bigint not null,
  joined_by_article_id bigint not null,
  score real not null,
  reason text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  run_id bigint not null constraint event_member_run_fk references ops.run,
  constraint event_member_pk primary key (story_id, valid_from)
);
create unique index event_member_current on news.event_member (story_id) where valid_to is null;
create index event_member_event on news.event_member (event_id);
create index event_member_article on news.event_member (article_id);
create index event_member_joined_by on news.event_member (joined_by_article_id);
comment on table news.event_member is 'Grain: one story in one event over a stretch of time, and why. A story is in one event at a time, or in none.';
comment on column news.event_member.story_id is 'The story.';
comment on column news.event_member.event_id is 'The event.';
comment on column news.event_member.joined_by_story_id is 'The most central story, with which it was compared; itself for that one.';
comment on column news.event_member.article_id is 'The article that stood for the story then.';
comment on column news.event_member.joined_by_article_id is 'The article that stood for the most central story then.';
comment on column news.event_member.score is 'How sure it is that the two tell of one event, 0 to 1; 1 where a person decided it, and for the most central one.';
comment on column news.event_member.reason is 'Why, in words; empty where an article that it spoke of was removed.';
comment on column news.event_member.valid_from is 'Since when it was held to belong there.';
comment on column news.event_member.valid_to is 'Until when; null while it holds.';
comment on column news.event_member.run_id is 'The run that decided it.';

-- People decide on events as on stories, by two articles of them.
alter table ops.decision
  drop constraint decision_verdict_known,
  drop constraint decision_on_a_pair,
  add constraint decision_verdict_known check (
    verdict in (
      'same', 'different', 'unsure', 'same_event', 'different_event', 'day', 'dismiss', 'silence', 'replay', 'pause', 'resume', 'fetch'
    )
  ),
  add constraint decision_on_a_pair check (
    verdict not in ('same', 'different', 'unsure', 'same_event', 'different_event') or coalesce(article_id < other_article_id, false)
  );
create unique index decision_on_events on ops.decision (article_id, other_article_id)
  where revoked_at is null and verdict in ('same_event', 'different_event');
drop index ops.decision_pending;
create index decision_pending on ops.decision (decision_id)
  where verdict in ('same', 'different', 'same_event', 'different_event', 'day') and (applied_at is null or applied_at < revoked_at);
