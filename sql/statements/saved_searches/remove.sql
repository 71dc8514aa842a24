-- Keep a search no more.
delete from ops.saved_search where name = %(name)s
