-- What one item says about another, worked out from what is held now.
create view news.amended_article as
select
  amendment.article_id as amended_by_article_id,
  article.article_id,
  amendment.signal,
  'uri' as named_by
from news.amendment
join news.article as amending
  on amending.article_id = amendment.article_id and amending.current_version = amendment.version
cross join lateral (
  -- One by one, so that each is looked up in its index. What unlike articles share names none of them.
  select article_id
  from news.article
  where article.source_id = amendment.source_id
    and article.uri_sha256 = amendment.amended_uri_sha256
  union
  select article_id
  from news.article
  where article.source_id = amendment.source_id
    and article.place_sha256 = amendment.amended_uri_sha256
    and not exists (
      select from ops.identity_doubt as doubt
      where doubt.source_id = article.source_id and doubt.place_sha256 = article.place_sha256
    )
  union
  select article_id
  from news.article
  where article.source_id = amendment.source_id
    and article.other_sha256 = amendment.amended_uri_sha256
    and not exists (
      select from ops.identity_doubt as doubt
      where doubt.source_id = article.source_id and doubt.place_sha256 = article.other_sha256
    )
) as article
where amendment.amended_uri_sha256 is not null
  and article.article_id <> amendment.article_id
union all
select
  amendment.article_id as amended_by_article_id,
  article.article_id,
  amendment.signal,
  named.named_by
from news.amendment
join news.article as amending
  on amending.article_id = amendment.article_id and amending.current_version = amendment.version
cross join lateral (
  select version.article_id, version.version, version.month, 'slugline' as named_by
  from news.version
  where version.slugline_key = amendment.amended_slugline_key
  union all
  select version.article_id, version.version, version.month, 'headline'
  from news.version
  where lower(version.headline) = amendment.amended_slugline_key
    and version.slugline_key is distinct from amendment.amended_slugline_key
) as named
join news.version
  on version.article_id = named.article_id and version.version = named.version and version.month = named.month
join news.article
  on article.article_id = version.article_id
  and article.current_version = version.version
  and article.current_month = version.month
  and article.source_id = amendment.source_id
  and article.article_id <> amendment.article_id
where amendment.amended_slugline_key is not null
  and case
    when amendment.day is null
      then version.first_seen_at between amendment.seen_at - interval '7 days' and amendment.seen_at + interval '7 days'
    else coalesce(version.published_on, (version.first_seen_at at time zone 'UTC')::date)
      between amendment.day - 7 and amendment.day
  end
  and (coalesce(version.modified_at, version.published_at) <= amendment.changed_at) is not false
  and version.pub_status <> 'canceled';
comment on view news.amended_article is 'Grain: one article that another item of its source updates, corrects or kills. By id, or by slug line or headline: then the items of that name from the same day and the week before (where the notice has no day: those loaded within a week of it), and none that is known to be later.';
comment on column news.amended_article.amended_by_article_id is 'The article that says so.';
comment on column news.amended_article.article_id is 'The article that it speaks of.';
comment on column news.amended_article.signal is 'update, writethru, correction, kill or refile.';
comment on column news.amended_article.named_by is 'uri, slugline or headline.';

create view news.hiding as
select
  version.article_id,
  version.pub_status as reason,
  null::timestamptz as embargoed,
  null::bigint as amended_by_article_id
from news.version
join news.article
  on article.article_id = version.article_id
  and article.current_version = version.version
  and article.current_month = version.month
where version.pub_status <> 'usable'
union all
select version.article_id, 'embargoed', version.embargoed, null
from news.version
join news.article
  on article.article_id = version.article_id
  and article.current_version = version.version
  and article.current_month = version.month
where version.embargoed > now()
  and version.pub_status = 'usable'
union
select article_id, 'killed', null, amended_by_article_id
from news.amended_article
where signal = 'kill'
union all
select decision.article_id, 'hidden', null, null
from ops.decision
join news.article using (article_id)
where decision.verdict = 'hide'
  and decision.revoked_at is null;
comment on view news.hiding is 'Grain: one reason why an article is not shown to analysts, worked out from the versions, the amendments and what people decided. Load keeps the outcome in news.hidden.';
comment on column news.hiding.article_id is 'The article.';
comment on column news.hiding.reason is 'canceled or withheld (its own status), embargoed (until the embargo ends), killed (by another item), hidden (by a person).';
comment on column news.hiding.embargoed is 'When the embargo ends, where that is the reason.';
comment on column news.hiding.amended_by_article_id is 'The item that killed it, where that is the reason.';

create view news.hidden_article as
select article_id, reason, embargoed, amended_by_article_id
from news.hidden
where valid_to is null
  -- So written, the planner knows how many these are.
  and (embargoed is null or embargoed > now());
comment on view news.hidden_article is 'Grain: one reason why an article is not shown to analysts now.';
comment on column news.hidden_article.article_id is 'The article.';
comment on column news.hidden_article.reason is 'canceled or withheld (its own status), embargoed (until the embargo ends), killed (by another item), hidden (by a person).';
comment on column news.hidden_article.embargoed is 'When the embargo ends, where that is the reason.';
comment on column news.hidden_article.amended_by_article_id is 'The item that killed it, where that is the reason.';

create view news.unreadable_article as
select article_id
from news.hidden_article
union all
select article_id
from news.removed_article;
comment on view news.unreadable_article is 'Grain: one reason why what the marts still know of an article is not for analysts: hidden now, or removed. One view, as each table more in a join of views costs the planner an order that it doesn''t try.';
comment on column news.unreadable_article.article_id is 'The article.';
