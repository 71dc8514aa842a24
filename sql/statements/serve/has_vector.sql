-- Whether an article can be compared in meaning.
select analytics.has_vector(%(id)s) as has_vector
