"""Boilerplate: learned by a refold, set aside from then on, the same in any order; texts that it concerns are read anew."""

import json
import random
from typing import Any

import pytest

from newsfold import dedup
from newsfold.dedup.boilerplate import sentence_key
from newsfold.pipeline import steps
from newsfold.upkeep import refolding

FOOTER = (
    "The Harbour Courier has reported on the coast between Peniche and Setubal since 1911, owned by its 214 readers' shares.",
    "Write to editor Matilde Quaresma or to deputy Baltasar Figueira at Rua das Gaivotas 17 with corrections of any kind.",
    "Subscribers of the Harbour Courier in Nazare, Ericeira and Cascais receive the Sunday supplement Farol without charge.",
    "Our foundation Fundacao Quaresma is supported by the Gulbenkian trust, the Azulejo bank and 3,120 members in 19 towns.",
)
PLACES = ["Peniche", "Obidos", "Leiria", "Tomar", "Evora", "Beja", "Faro", "Braga"]


def body(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    return (
        f"The council of {place} voted on item {number * 37} of its budget after {number + 3} hours. "
        f"Councillor {place[::-1].title()} Almeida{number} called the sum of {number * 911} euros too small."
    )


def item(number: int, text: str, day: int) -> bytes:
    return json.dumps({
        "uri": f"urn:x:{number}", "type": "text", "language": "en", "headline": f"Item {number}",
        "versioncreated": f"2025-09-{day:02}T07:00:00Z", "body_text": text,
    }).encode()  # fmt: skip


ITEMS = [item(number, "\n\n".join([body(number), *FOOTER]), 10 + number % 4) for number in range(8)]


def refold(newsroom, **options) -> dict:
    with newsroom.workspace() as work:
        return refolding.refold(work, now=steps.utc_now(), **options)


def groups(newsroom) -> set[frozenset[str]]:
    return newsroom.stories()


def deliver(newsroom, batches) -> None:
    for number, lines in enumerate(batches):
        newsroom.deliver("desk", f"{number}.jsonl", b"\n".join(lines))
        newsroom.run()


@pytest.fixture
def learned(newsroom, once):
    """Eight reports with one footer, after it was learned."""

    def fill() -> Any:
        newsroom.source("desk")
        deliver(newsroom, [ITEMS])
        return refold(newsroom, learn=True)

    newsroom.report = once(fill)
    return newsroom


def test_the_sentences_under_all_reports_are_learned_and_nothing_else(learned):
    rows = learned.query("select sentence, reports from news.boilerplate where valid_to is null")
    assert {row.sentence for row in rows} == set(FOOTER)
    assert learned.report["boilerplate"]["new"] == len(FOOTER)
    assert learned.report["boilerplate"]["texts"] == len(ITEMS)


def test_reports_that_share_only_a_footer_are_stories_of_their_own(learned):
    assert groups(learned) == {frozenset({f"urn:x:{number}"}) for number in range(8)}


def test_a_rehearsal_learns_nothing(newsroom):
    newsroom.source("desk")
    deliver(newsroom, [ITEMS])
    before = newsroom.query("select * from news.content_appearance order by 1, 2, 3")
    assert refold(newsroom, learn=True, dry_run=True)["boilerplate"]["new"] == len(FOOTER)
    assert newsroom.query("select count(*) as n from news.boilerplate")[0].n == 0
    assert newsroom.query("select * from news.content_appearance order by 1, 2, 3") == before


def test_new_articles_are_read_without_it(learned):
    learned.deliver("desk", "new.jsonl", item(20, "\n\n".join([body(20), *FOOTER]), 12))
    learned.run()
    method = learned.query(
        "select method from ops.run where method is not null order by run_id desc limit 1"
    )[0].method
    assert method.startswith(f"{dedup.METHOD}+b")
    bare = dedup.fingerprint(body(20), "en")
    stored = learned.query(
        "select terms from news.content_appearance join news.article using (article_id) where uri = 'urn:x:20'"
    )
    assert bytes(stored[0].terms) == bare.packed_terms
    whole = learned.query("select body from analytics.articles where uri = 'urn:x:20'")[0].body
    assert FOOTER[0] in whole
    assert len(groups(learned)) == 9


def test_texts_that_were_staged_before_are_read_again(learned, role_url):
    learned.query("select 1")
    with learned.workspace() as work:
        learned.deliver("desk", "new.jsonl", item(20, "\n\n".join([body(20), *FOOTER]), 12))
        run_id = steps.begin(work, "test:staged", "command", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
            steps.normalize(work, run_id, batch.batch)
        with work.connection, work.connection.cursor() as cursor:
            cursor.execute("update staging.file set method = 'older'")
            cursor.execute("update staging.article set packed_terms = '\\x00', features = null")
        steps.deduplicate(work, run_id)
        steps.load(work, run_id, steps.utc_now())
    stored = learned.query(
        "select terms from news.content_appearance join news.article using (article_id) where uri = 'urn:x:20'"
    )
    assert bytes(stored[0].terms) == dedup.fingerprint(body(20), "en").packed_terms


def test_what_is_printed_no_more_ends_and_the_texts_are_read_whole_again(learned):
    terms = "select content_id, day, publisher, terms from news.content_appearance order by 1, 2, 3"
    shortened = learned.query(terms)
    corrected = [item(number, body(number) + " It was read twice.", 20) for number in range(8)]
    learned.deliver("desk", "corrected.jsonl", b"\n".join(corrected))
    learned.run()
    report = refold(learned, learn=True)
    assert (report["boilerplate"]["new"], report["boilerplate"]["ended"]) == (0, len(FOOTER))
    assert learned.query("select count(*) as n from news.boilerplate where valid_to is null")[0].n == 0
    whole = {row.content_id: bytes(row.terms) for row in learned.query(terms)}
    assert any(whole[row.content_id] != bytes(row.terms) for row in shortened)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_learned_does_not_depend_on_the_order_of_arrival(newsroom, seed):
    newsroom.source("desk")
    shuffled = list(ITEMS)
    random.Random(seed).shuffle(shuffled)
    deliver(newsroom, [shuffled[:3], shuffled[3:4], shuffled[4:]])
    refold(newsroom, learn=True)
    rows = newsroom.query("select sentence_key from news.boilerplate where valid_to is null")
    assert {row.sentence_key for row in rows} == {sentence_key(sentence) for sentence in FOOTER}
    assert groups(newsroom) == {frozenset({f"urn:x:{number}"}) for number in range(8)}
