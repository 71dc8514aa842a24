-- fail: the versions of each article of the run count from 1 without a gap; a gap is a correction that was lost.
select version.article_id, count(*) as versions, max(version.version) as last_version
from news.version
where version.article_id in (select article_id from news.version where run_id = %(run_id)s)
group by version.article_id
having count(*) <> max(version.version) or min(version.version) <> 1
order by version.article_id
