-- Rows that were added to a month of the index: whether they are many enough to be merged.
insert into news.sentence_index (month, merged, appended)
values (%(month)s, 0, %(rows)s)
on conflict (month) do update set appended = sentence_index.appended + excluded.appended
returning appended > greatest(%(least)s, merged / %(share)s) as is_due
