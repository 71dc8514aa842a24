"""Whatever a listing says of one file, and whatever comes of it: the others are taken in, the run balances, and the odd one is
loaded or told.
"""

import contextlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from newsfold.fetch.transport import Delivery, FoundFile, Gap, KnownFile
from newsfold.pipeline import steps

NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(hours=2)
TEXT = (
    "Ferry {n} to Lindow\n\nLindow, Sep 26 (MNA) Ferry {n} was back on Friday, after {n}1 days at the yard.\n"
)
ODD_TEXT = "Tram strike ends\n\nLindow, Sep 26 (MNA) Drivers went back to work on Friday, their union said.\n"
STRINGS = {
    "nothing": "", "a space": " ", "NUL": "a\0b.txt", "newline": "a\nb.txt", "escape": "\x1b[31ma.txt",
    "half a character": "\udcffa.txt",
    "half a pair": "\ud800.txt", "up": "../../etc/passwd", "absolute": "/etc/passwd", "dots": "..", "bidi": "a\u202etxt.exe",
    "long": "a" * 4_096, "very long": "a" * 1_000_000, "astral": "\U0001f600" * 300, "percent": "%s%(x)s%",
    "brace": "{day}", "quote": "'\"`;--",
    "backslash": "a\\b\\..\\c", "no letter": "\u200b", "file of ours": "journal/0000000001.jsonl.gz",
}  # fmt: skip
SIZES = {"none": None, "negative": -1, "nothing": 0, "too small": 3, "too large": 1_000_000, "absurd": 2**70}
TIMES = {
    "none": None, "1": datetime(1, 1, 1, tzinfo=UTC), "1970": datetime(1970, 1, 1, tzinfo=UTC),
    "9999": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    "tomorrow": NOW + timedelta(days=1), "1600": datetime(1600, 1, 1, tzinfo=UTC),
}  # fmt: skip

#: What a run says of each source.
TOLD = """
select slug from ops.source_failure where run_id = %s
union
select source.slug from ops.listing_gap join news.source using (source_id) where run_id = %s
"""
TAKEN = """
select source.slug, count(*)::integer as files
from ops.file
join news.source using (source_id)
group by source.slug
"""


@dataclass
class Breaking(io.RawIOBase):
    """A stream that fails in its middle, with an error of its own."""

    error: BaseException
    told: bool = False

    def read(self, size: int = -1) -> bytes:
        if self.told:
            raise self.error
        self.told = True
        return b"Tram"


@dataclass
class Listed:
    """A source whose listing and answers are the test's."""

    found: Sequence[FoundFile | Gap]
    answers: dict[str, Callable[[], Delivery]] = field(default_factory=dict)
    at_once: int = 2

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile | Gap]:
        yield from self.found

    @contextlib.contextmanager
    def open(self, found: FoundFile, known: KnownFile | None) -> Iterator[Delivery]:
        yield self.answers[found.uri]()

    def close(self) -> None:
        """Nothing to close."""

    abort = close


def of(text: str, **said: object) -> Callable[[], Delivery]:
    return lambda: Delivery(io.BytesIO(text.encode()), **said)  # type: ignore[arg-type]


def entry(**said: object) -> FoundFile:
    """The odd file of a listing."""
    return FoundFile(**{"name": "odd.txt", "uri": "x://odd", "size": None, "modified_at": LONG_AGO, **said})  # type: ignore[arg-type]


#: What is odd, by its kind and then by what it is: the entries of the listing, and what is answered.
ODD: dict[str, tuple[list[FoundFile], dict[str, Callable[[], Delivery]]]] = {
    **{f"name, {kind}": ([entry(name=text)], {}) for kind, text in STRINGS.items()},
    **{f"address, {kind}": ([entry(uri=text)], {text: of(ODD_TEXT)}) for kind, text in STRINGS.items()},
    **{f"tag, {kind}": ([entry(etag=text)], {}) for kind, text in STRINGS.items()},
    **{f"size, {kind}": ([entry(size=size)], {}) for kind, size in SIZES.items()},
    **{f"time, {kind}": ([entry(modified_at=time)], {}) for kind, time in TIMES.items()},
    **{
        f"answered {key}, {kind}": ([entry()], {"x://odd": of(ODD_TEXT, **{key: text})})
        for key in ("etag", "last_modified")
        for kind, text in STRINGS.items()
    },
    **{
        f"answered size, {kind}": ([entry()], {"x://odd": of(ODD_TEXT, size=size)})
        for kind, size in SIZES.items()
    },
    "the same twice": ([entry(), entry(etag="b")], {}),
    "the same in capitals": ([entry(), entry(name="ODD.TXT")], {}),
    "the same in another normal form": ([entry(name="é.txt"), entry(name="e\u0301.txt")], {}),
    "half a character that ends as another name": ([entry(name="a\udcff.txt"), entry(name="a\\xff.txt")], {}),
    "the same but for NUL": ([entry(name="a\0.txt"), entry(name="a\\x00.txt")], {}),
    **{
        f"a stream that ends with {type(error).__name__}": (
            [entry()],
            {"x://odd": lambda error=error: Delivery(Breaking(error))},  # type: ignore[misc]
        )
        for error in (ValueError("x"), RuntimeError("x"), EOFError(), KeyError("x"), UnicodeError("x"), ConnectionError("x"))
    },
}  # fmt: skip


def slug_of(number: int) -> str:
    """The source of one kind."""
    return f"kind-{number}"


def listed(number: int, what: str) -> Listed:
    """The listing of one kind, of which each has files of its own: three good ones, and the odd one after the first."""
    found, answers = ODD[what]
    good = [FoundFile(f"{n}.txt", f"x://{number}/{n}", None, LONG_AGO) for n in range(3)]
    given = {each.uri: of(TEXT.format(n=f"{number}{n}")) for n, each in enumerate(good)}
    return Listed([good[0], *found, *good[1:]], {"x://odd": of(ODD_TEXT), **answers, **given})


def test_one_odd_file_costs_no_other(newsroom, monkeypatch):
    opened = {slug_of(number): listed(number, what) for number, what in enumerate(ODD)}
    for slug in opened:
        newsroom.source(slug, language="en", max_file_bytes=100_000)
    monkeypatch.setattr("newsfold.pipeline.fetching.open_source", lambda source, *_: opened[source.slug])
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "test:odd", "command", None, dry_run=False)
        steps.fetch(work, run_id, [], [], steps.utc_now())
    told = {row.slug for row in newsroom.query(TOLD, run_id, run_id)}
    taken = {row.slug: row.files for row in newsroom.query(TAKEN)}
    wrong = {}
    for slug, what in zip(opened, ODD, strict=True):
        files = taken.get(slug, 0)
        if files < 3:
            wrong[what] = f"{files} of 4 are taken in"
        elif files == 3 and slug not in told:
            wrong[what] = "the odd one is neither taken in nor told"
    assert wrong == {}
    opened |= {slug: Listed([]) for slug in opened}  # the others are read, and nothing is listed anew
    totals = newsroom.run()["totals"]
    assert totals["balanced"]
    assert totals["found"] > 3 * len(ODD)
