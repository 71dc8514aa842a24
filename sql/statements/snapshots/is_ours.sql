-- Whether a database has tables of ours, of whatever version, and whether it may be one of a past evening.
select to_regclass('ops.run') is not null as is_ours, to_regclass('ops.past_state') is not null as may_be_past
