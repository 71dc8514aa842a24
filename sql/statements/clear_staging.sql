-- Nothing of the run stays in staging.
with a as (delete from staging.article where run_id = %(run_id)s),
b as (delete from staging.rejection where run_id = %(run_id)s),
c as (delete from staging.outcome where run_id = %(run_id)s),
d as (delete from staging.link where run_id = %(run_id)s),
e as (delete from staging.story_group where run_id = %(run_id)s),
f as (delete from staging.story_merge where run_id = %(run_id)s),
g as (delete from staging.story_move where run_id = %(run_id)s),
h as (delete from staging.link_change where run_id = %(run_id)s),
i as (delete from staging.near_miss where run_id = %(run_id)s),
j as (delete from staging.identity_doubt where run_id = %(run_id)s),
k as (delete from staging.handed_link where run_id = %(run_id)s),
l as (delete from staging.file_range where run_id = %(run_id)s)
delete from staging.file where run_id = %(run_id)s
