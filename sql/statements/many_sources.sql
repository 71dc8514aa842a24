-- Whether there are so many sources that what is expected of them is read as it was kept; not before it was kept once.
select
  (select count(*) > %(most)s from news.source) and exists (select from ops.source_expectation) as are_many
