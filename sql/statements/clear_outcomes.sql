-- Forgets what an earlier deduplication of the run has staged.
with cleared_link as (
  delete from staging.link where run_id = %(run_id)s
), cleared_group as (
  delete from staging.story_group where run_id = %(run_id)s
), cleared_merge as (
  delete from staging.story_merge where run_id = %(run_id)s
), cleared_move as (
  delete from staging.story_move where run_id = %(run_id)s
), cleared_change as (
  delete from staging.link_change where run_id = %(run_id)s
), cleared_doubt as (
  delete from staging.identity_doubt where run_id = %(run_id)s
), cleared_handed as (
  delete from staging.handed_link where run_id = %(run_id)s
), cleared_near_miss as (
  delete from staging.near_miss where run_id = %(run_id)s
)
delete from staging.outcome where run_id = %(run_id)s
