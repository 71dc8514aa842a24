-- Drops the parts of the search index all of whose articles have left.
select ops.drop_empty_search_partitions(only_look => %(only_look)s) as names
