-- Sentences of a source that are boilerplate from now on.
insert into news.boilerplate (source_id, sentence_key, sentence, reports, run_id, valid_from)
select %(source_id)s, row.sentence_key, row.sentence, row.reports, %(run_id)s, %(now)s
from unnest(%(keys)s::bigint[], %(sentences)s::text[], %(reports)s::integer[]) as row (sentence_key, sentence, reports)
