-- What is known of a tier of the index.
insert into news.sentence_index (tier, bits, postings, appended)
values (%(tier)s, %(bits)s, %(postings)s, %(appended)s)
on conflict (tier) do update set bits = excluded.bits, postings = excluded.postings, appended = excluded.appended
