-- The new entries go to their place in the indexes of search.
select ops.merge_search_entries()
