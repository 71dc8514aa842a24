-- Whether a source's listing was seen whole the last time, and what of it is unknown otherwise.
insert into ops.source_state as state (source_id, listing_gaps, incomplete_since, incomplete_detail)
values (%(source_id)s, %(gaps)s, case when %(gaps)s > 0 then %(now)s::timestamptz end, %(detail)s)
on conflict (source_id) do update set
  listing_gaps = excluded.listing_gaps,
  incomplete_since = case when excluded.listing_gaps > 0 then coalesce(state.incomplete_since, excluded.incomplete_since) end,
  incomplete_detail = excluded.incomplete_detail
