-- All sources that ever delivered.
select source_id, slug from news.source order by slug
