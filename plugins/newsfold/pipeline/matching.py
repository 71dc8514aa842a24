"""From a run's texts, or a stored day's, to the relations between texts: `newsfold.dedup` on rows of the store.

Terms find the pairs, features judge them, and only the texts of related pairs are read. What is stored is asked for by the
day and by the portion, never by the article.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from newsfold import dedup
from newsfold.dedup import batch
from newsfold.dedup.crossing_index import CrossingAppearance, find_crossings
from newsfold.dedup.mark_index import COMMONEST_MARK, Shown, common_marks, far_candidates, sharing
from newsfold.dedup.packed_crossing import language_of
from newsfold.dedup.term_index import Appearance, Candidates, best_candidates, find_candidates
from newsfold.model import Relation
from newsfold.pipeline import process_pool
from newsfold.store import deduplication
from newsfold.store.connection import Connection

Pair = batch.Pair[bytes]
NearMiss = tuple[Pair, float]
Progress = Callable[[int, int], None]
Relations = dict[tuple[bytes, bytes], Relation]

#: The method before any boilerplate was learned.
BARE = dedup.Method()
#: With fewer pairs than this, starting further processes takes longer than they save.
PAIRS_FOR_PROCESSES = 20_000
#: How many related pairs one call explains.
EXPLAINED_AT_ONCE = 200


def candidate_pairs(
    connection: Connection,
    run_id: int,
    again: Iterable[bytes] = (),
    rewrite_days: int = dedup.WINDOW_DAYS,
) -> list[Pair]:
    """The pairs of a run's new texts with stored and other new ones that are worth comparing; `again` are stored texts that
    articles say again. More than `rewrite_days` apart copies only are.
    """
    rows = deduplication.incoming_appearances(connection, run_id, again)
    hashes = list(dict.fromkeys(row.content_sha256 for row in rows))  # sorted, as the rows are
    return _pairs(connection, run_id, rows, hashes, rewrite_days)


def stored_pairs(connection: Connection, day: date, rewrite_days: int = dedup.WINDOW_DAYS) -> list[Pair]:
    """The pairs worth comparing of one stored day's texts with each other and with those of the days of its window."""
    rows = list(deduplication.stored_appearances(connection, day, day))
    crossings = {row[0]: row[2] for row in deduplication.stored_crossings(connection, day, day)}
    found = deduplication.content_hashes(connection, {row.content_id for row in rows})
    incoming = [
        deduplication.IncomingAppearance(
            found[row.content_id],
            row.day,
            row.publisher,
            row.terms,
            row.content_id,
            crossings.get(row.content_id, b""),
        )
        for row in rows
    ]
    return _pairs(connection, None, incoming, sorted(found.values()), rewrite_days)


def _pairs(
    connection: Connection,
    run_id: int | None,
    rows: Sequence[deduplication.IncomingAppearance],
    hashes: list[bytes],
    rewrite_days: int,
) -> list[Pair]:
    """Number the texts: the incoming ones by the order of their hashes, stored ones after them by their ids."""
    numbers = {content_sha256: number for number, content_sha256 in enumerate(hashes)}
    known = {row.content_id: numbers[row.content_sha256] for row in rows if row.content_id is not None}
    first_stored = len(hashes)

    def stored_between(first: date, last: date) -> Iterator[Appearance]:
        for row in deduplication.stored_appearances(connection, first, last):
            number = known.get(row.content_id, first_stored + row.content_id)
            yield Appearance(number, row.day, row.publisher, row.terms)

    incoming = [Appearance(numbers[row.content_sha256], row.day, row.publisher, row.terms) for row in rows]
    found = list(find_candidates(incoming, stored_between))

    def number_of(content_id: int) -> int:
        return known.get(content_id, first_stored + content_id)

    found += crossing_pairs(connection, rows, numbers, number_of, rewrite_days)
    found += far_pairs(connection, run_id, rows, numbers, number_of, rewrite_days)
    stored = {each.other - first_stored for each in found if each.other >= first_stored}
    stored_hashes = deduplication.content_hashes(connection, stored)

    def hash_of(number: int) -> bytes:
        return hashes[number] if number < first_stored else stored_hashes[number - first_stored]

    return [
        Pair(hashes[each.one], hash_of(each.other), each.days_apart, each.same_publisher, rewrite_days)
        for each in best_candidates(found, hash_of)
    ]


def crossing_pairs(
    connection: Connection,
    rows: Sequence[deduplication.IncomingAppearance],
    numbers: Mapping[bytes, int],
    number_of: Callable[[int], int],
    rewrite_days: int,
) -> Iterator[Candidates]:
    """The pairs in two languages. A run in one language asks for no stored text in it: where all are, for none."""
    incoming = [
        CrossingAppearance(numbers[row.content_sha256], row.day, row.crossing) for row in rows if row.crossing
    ]
    languages = {language_of(each.crossing) for each in incoming}
    other_than = languages.pop() if len(languages) == 1 else None

    def stored_between(first: date, last: date) -> Iterator[CrossingAppearance]:
        for content_id, day, crossing in deduplication.stored_crossings(connection, first, last, other_than):
            yield CrossingAppearance(number_of(content_id), day, crossing)

    return find_crossings(incoming, stored_between, rewrite_days)


def far_pairs(
    connection: Connection,
    run_id: int | None,
    rows: Sequence[deduplication.IncomingAppearance],
    numbers: Mapping[bytes, int],
    number_of: Callable[[int], int],
    rewrite_days: int,
) -> Iterator[Candidates]:
    """The pairs that lie too far apart for the index of terms: copies at any distance, other tellings within `rewrite_days`."""
    marks = {numbers[key]: found for key, found in deduplication.marks(connection, run_id, numbers).items()}
    wanted = ((number, mark) for number, own in marks.items() for mark in own)
    held = deduplication.marked_texts(connection, wanted, COMMONEST_MARK)
    shown: dict[int, list[Shown]] = {}
    for row in rows:
        number = numbers[row.content_sha256]
        shown.setdefault(number, []).append(Shown(number, row.day, row.publisher))
    for content_id, day, publisher in deduplication.appearances_of(connection, {each[1] for each in held}):
        number = number_of(content_id)
        if number not in marks:
            shown.setdefault(number, []).append(Shown(number, day, publisher))
    shared = [(one, number_of(content_id), mark) for one, content_id, mark in held]
    apart = [each for each in shared if each[1] not in marks]
    return far_candidates(sharing([*apart, *common_marks(marks)]), shown, rewrite_days)


def relate_pairs(
    connection: Connection,
    run_id: int | None,
    pairs: Sequence[Pair],
    progress: Progress,
    process_count: int | None = None,
    method: dedup.Method = BARE,
    near: list[NearMiss] | None = None,
) -> Relations:
    """The related ones of some pairs, with their evidence; the texts are stored, or staged by the run.

    Pairs that came near are added to `near` with their scores, where it is given. Many pairs are spread over `process_count`
    processes, by default all usable CPUs; the result is the same.
    """
    if process_count is None:
        process_count = process_pool.usable() if len(pairs) >= PAIRS_FOR_PROCESSES else 1
    portions = batch.in_portions(list(pairs), batch.PORTION_TEXTS)
    related: list[Pair] = []
    done = 0
    work = (
        (packed_features(connection, run_id, batch.keys_of(portion), method), portion) for portion in portions
    )
    for portion, (found, missed) in zip(
        portions, process_pool.in_order(judge, work, process_count), strict=True
    ):
        related += found
        if near is not None:
            near += missed
        done += len(portion)
        progress(done, len(pairs))
    slices = batch.in_portions(related, EXPLAINED_AT_ONCE)
    reading = ((texts_of(connection, run_id, batch.keys_of(part), method), part) for part in slices)
    relations: Relations = {}
    explain_with = process_count if len(slices) > 2 * process_count else 1
    for part in process_pool.in_order(explain, reading, explain_with):
        relations |= part
    return relations


def judge(
    work: tuple[Mapping[bytes, bytes | batch.Text], Sequence[Pair]],
) -> tuple[list[Pair], list[NearMiss]]:
    """The related ones of a portion of pairs, and those that came near. Texts without features are read here."""
    features, pairs = work
    packed = {
        key: value if isinstance(value, bytes) else dedup.pack(dedup.features(*value, with_meaning=True))
        for key, value in features.items()
    }
    return batch.judged_pairs(packed, pairs)


def explain(work: tuple[Mapping[bytes, batch.Text], Sequence[Pair]]) -> Relations:
    """The relations of related pairs, with their evidence."""
    texts, related = work
    return batch.explained(texts, related)


def packed_features(
    connection: Connection, run_id: int | None, keys: set[bytes], method: dedup.Method
) -> dict[bytes, bytes | batch.Text]:
    """The features of certain texts; the text itself where none are kept for this version of the method."""
    found: dict[bytes, bytes | batch.Text] = {}
    if run_id is not None:
        found |= deduplication.staged_features(connection, run_id, keys)
    missing = keys - found.keys()
    if missing:
        found |= deduplication.stored_features(connection, missing, method.name)
        missing -= found.keys()
    return found | texts_of(connection, run_id, missing, method)


def texts_of(
    connection: Connection, run_id: int | None, keys: set[bytes], method: dedup.Method
) -> dict[bytes, batch.Text]:
    """Certain texts without their boilerplate: as the run has staged them, else as they are stored."""
    if not keys:
        return {}
    texts = deduplication.staged_texts(connection, run_id, keys) if run_id is not None else {}
    texts |= deduplication.stored_texts(connection, keys - texts.keys())
    return {key: (compared(text, method), text.language) for key, text in texts.items()}


def compared(text: deduplication.StoredText, method: dedup.Method) -> str:
    """What is compared of a text: without its boilerplate."""
    return dedup.set_aside(dedup.compared_text(text.body, text.headline, text.language), method.boilerplate)
