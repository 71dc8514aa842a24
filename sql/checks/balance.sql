-- fail: each record found in a file has exactly one outcome, and no file of the run is left unread.
select run_id, file_id, file_uri, found, original, copy, near_copy, rewrite, translation, version, unchanged, quarantined
from ops.ledger
where run_id = %(run_id)s
  and not balanced
order by file_id
