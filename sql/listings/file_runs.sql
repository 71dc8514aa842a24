-- operator: The runs that have read a file, the newest first.
select
  ledger.run_id, run.trigger, ledger.loaded_at, ledger.format, ledger.found,
  ledger.original + ledger.copy + ledger.near_copy + ledger.rewrite + ledger.translation as new_articles,
  ledger.version, ledger.unchanged, ledger.quarantined
from ops.ledger
join ops.run using (run_id)
where ledger.file_id = %(file_id)s
order by run_id desc
