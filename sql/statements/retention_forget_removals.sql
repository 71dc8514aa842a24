-- The traces of a source's removed articles go: what comes again is new.
select ops.forget_removals(%(slug)s) as lifted
