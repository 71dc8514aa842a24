-- How much each login may hold in the schema lab.
update ops.lab_quota set bytes = %(bytes)s, changed_by = %(by)s, changed_at = now()
