-- The features of certain stored texts, as far as they are kept for this version of the method.
select distinct on (content_key.content_sha256) content_key.content_sha256, content_features.features
from news.content_key
join news.content_features on content_features.content_id = content_key.content_id and content_features.method = %(method)s
where content_key.content_sha256 = any(%(content_sha256)s)
