-- One that was made again.
delete from ops.lab_object where name = %(name)s
