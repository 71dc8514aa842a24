-- Which briefs are kept. Their pages are not here: they name articles that may have been hidden since.
create view analytics.briefs as
select
  brief.day,
  brief.made_at,
  brief.load_number,
  octet_length(brief.html) as bytes
from ops.brief;
comment on view analytics.briefs is 'Grain: one day whose brief is kept. `newsfold brief DAY` writes the page as it is now.';
comment on column analytics.briefs.day is 'Day of publication; of loading where that is not known.';
comment on column analytics.briefs.made_at is 'When the page was last made.';
comment on column analytics.briefs.load_number is 'The last load that it has seen; 0 before the first.';
comment on column analytics.briefs.bytes is 'Size of the page in UTF-8.';
