-- warn: a source of the run with more than a fifth of its records refused has probably changed its format.
select source, sum(found) as found, sum(quarantined) as quarantined
from ops.ledger
where run_id = %(run_id)s
group by source
having sum(quarantined) > 0.2 * sum(found)
order by source
