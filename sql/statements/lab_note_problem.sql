-- Why one could not be made again.
update ops.lab_object set problem = %(problem)s where name = %(name)s
