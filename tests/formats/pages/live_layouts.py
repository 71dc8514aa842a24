"""Pages of invented live blogs, none of which says in JSON-LD what it is: ten layouts in five languages."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

# language -> headline, introduction, what may be the heading of an update, its text; share, the word for a time.
TONGUES: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...], str, str]] = {
    "en": (
        "Aldermoor votes on its ferry",
        "The people of Aldermoor decide today whether their ferry goes on. We report from the harbour all day.",
        ("Polls open", "Long lines at the harbour", "First figures", "Mayor concedes", "What comes next"),
        (
            "Some {} people stood at the doors before they were opened, the harbour master said.",
            "Turnout was {} per cent by noon, two more than nine years ago, according to the office.",
            "A fisherman from Saranne told us that he had walked for {} minutes to be here in time.",
        ),
        "Share",
        "{}",
    ),
    "de": (
        "Aldermoor stimmt über seine Fähre ab",
        "Die Menschen in Aldermoor entscheiden heute, ob ihre Fähre weiter fährt. Wir berichten den ganzen Tag vom Hafen.",
        (
            "Wahllokale öffnen",
            "Schlangen am Hafen",
            "Erste Zahlen",
            "Bürgermeister räumt ein",
            "Wie es weitergeht",
        ),
        (
            "Rund {} Menschen standen vor den Türen, bevor sie geöffnet wurden, sagte der Hafenmeister.",
            "Die Beteiligung lag bis zum Mittag bei {} Prozent, zwei mehr als vor neun Jahren, so das Amt.",
            "Ein Fischer aus Saranne erzählte uns, er sei {} Minuten gelaufen, um pünktlich hier zu sein.",
        ),
        "Teilen",
        "{} Uhr",
    ),
    "fr": (
        "Aldermoor vote sur son bac",
        "Les habitants d'Aldermoor décident aujourd'hui si leur bac continue. Nous sommes au port toute la journée.",
        (
            "Ouverture des bureaux",
            "De longues files au port",
            "Premiers chiffres",
            "Le maire concède",
            "La suite",
        ),
        (
            "Quelque {} personnes attendaient devant les portes avant leur ouverture, a dit le maître du port.",
            "La participation était de {} pour cent à midi, deux de plus qu'il y a neuf ans, selon le bureau.",
            "Un pêcheur de Saranne nous a raconté qu'il avait marché {} minutes pour être là à temps.",
        ),
        "Partager",
        "{}",
    ),
    "es": (
        "Aldermoor vota sobre su transbordador",
        "Los vecinos de Aldermoor deciden hoy si su transbordador sigue. Informamos todo el día desde el puerto.",
        (
            "Abren las urnas",
            "Largas colas en el puerto",
            "Primeras cifras",
            "El alcalde admite",
            "Lo que viene",
        ),
        (
            "Unas {} personas esperaban ante las puertas antes de que se abrieran, dijo el capitán del puerto.",
            "La participación era del {} por ciento a mediodía, dos más que hace nueve años, según la oficina.",
            "Un pescador de Saranne nos contó que había caminado {} minutos para llegar a tiempo.",
        ),
        "Compartir",
        "{}",
    ),
    "ru": (
        "Олдермур голосует о своём пароме",
        "Жители Олдермура решают сегодня, будет ли их паром ходить дальше. Мы весь день сообщаем из гавани.",
        ("Участки открыты", "Очереди в гавани", "Первые данные", "Мэр признал поражение", "Что дальше"),
        (
            "Около {} человек стояли у дверей ещё до открытия, сказал начальник гавани.",
            "К полудню явка составила {} процентов, на два больше, чем девять лет назад, сообщили в управлении.",
            "Рыбак из Саранны рассказал нам, что шёл {} минут, чтобы успеть сюда вовремя.",
        ),
        "Поделиться",
        "{}",
    ),
}


@dataclass(frozen=True, slots=True)
class Update:
    """One update: when (`instant` with date and zone, `shown` as readers see it), what it is called, its paragraphs."""

    instant: str
    shown: str
    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blog:
    """A live blog, the newest update first."""

    headline: str
    introduction: str
    updates: tuple[Update, ...]
    share: str


def invent(language: str, seed: int, count: int = 7) -> Blog:
    """A live blog of an invented vote, another one for each seed."""
    chance = random.Random(f"{language} {seed}")
    headline, introduction, headings, sentences, share, clock = TONGUES[language]
    minutes = sorted(chance.sample(range(6 * 60, 22 * 60), count), reverse=True)
    updates = [
        Update(
            f"2025-09-28T{minute // 60:02d}:{minute % 60:02d}:00+02:00",
            clock.format(f"{minute // 60}:{minute % 60:02d}"),
            f"{headings[place % len(headings)]} ({place})",
            tuple(
                " ".join(
                    chance.choice(sentences).format(chance.randrange(10, 900))
                    for _ in range(chance.choice((1, 2, 2)))
                )
                for _ in range(chance.choice((1, 2, 3)))
            ),
        )
        for place, minute in enumerate(minutes)
    ]
    return Blog(headline, introduction, tuple(updates), share)


def paragraphs(update: Update) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in update.texts)


def entries(blog: Blog) -> str:
    """An article for each update, its time in an element for times."""
    return "".join(
        f'<article class="entry" id="e{n}"><header><a href="#e{n}"><time datetime="{u.instant}">{u.shown}</time></a>'
        f"<h2>{u.heading}</h2></header>{paragraphs(u)}<footer><a href='#e{n}'>{blog.share}</a></footer></article>"
        for n, u in enumerate(blog.updates)
    )


def clocks(blog: Blog) -> str:
    """The time as text alone, in a column of its own."""
    return "".join(
        f'<div class="row"><span class="left">{u.shown}</span><div class="right"><h3>{u.heading}</h3>{paragraphs(u)}'
        f'<div class="tools"><span>{blog.share}</span></div></div></div>'
        for u in blog.updates
    )


def items(blog: Blog) -> str:
    """Items of a list."""
    rows = "".join(
        f"<li><p class='k'>{u.shown}</p><h4>{u.heading}</h4>{paragraphs(u)}</li>" for u in blog.updates
    )
    return f"<ol class='protocol'>{rows}</ol>"


def days(blog: Blog) -> str:
    """Divided among several sections, with advertisements between the updates."""
    half = len(blog.updates) // 2
    one, other = (
        "".join(
            f'<div class="t-block"><div class="t-head"><time datetime="{u.instant}">{u.shown}</time></div>'
            f"<h3>{u.heading}</h3>{paragraphs(u)}</div><div class='ad-slot'>&nbsp;</div>"
            for u in some
        )
        for some in (blog.updates[:half], blog.updates[half:])
    )
    return f"<section><h2>II</h2>{one}</section><section><h2>I</h2>{other}</section>"


def components(blog: Blog) -> str:
    """Elements with names of their own."""
    return "".join(
        f'<live-entry><entry-head><time datetime="{u.instant}">{u.shown}</time> <b>{u.heading}</b></entry-head>'
        f"<entry-text>{paragraphs(u)}</entry-text></live-entry>"
        for u in blog.updates
    )


def rows(blog: Blog) -> str:
    """Rows of a table."""
    found = "".join(
        f"<tr><td>{u.shown}</td><td><h3>{u.heading}</h3>{paragraphs(u)}</td></tr>" for u in blog.updates
    )
    return f"<table class='minutes'><tbody>{found}</tbody></table>"


def feet(blog: Blog) -> str:
    """The time below the text."""
    return "".join(
        f'<div class="post"><h2>{u.heading}</h2>{paragraphs(u)}'
        f'<footer><time datetime="{u.instant}">{u.shown}</time></footer></div>'
        for u in blog.updates
    )


def writers(blog: Blog) -> str:
    """A writer in front of the time, texts without paragraphs, and a day beside the time."""
    return "".join(
        f'<section class="b"><div class="m"><b>Odo Lindqvist</b> <abbr title="{u.instant}">28.09.2025, {u.shown}</abbr></div>'
        f"<h3>{u.heading}</h3><div class='x'>{'<br><br>'.join(map(escape, u.texts))}</div>"
        f"<div><span>{blog.share}</span> <span>Link</span></div></section>"
        for u in blog.updates
    )


def pinned(blog: Blog) -> str:
    """One update is kept above all others, and links lead to each from a list of them."""
    kept = [blog.updates[-1], *blog.updates[:-1]]
    listed = "".join(f'<li><a href="#u{n}">{u.heading}</a></li>' for n, u in enumerate(kept))
    blocks = "".join(
        f'<div id="u{n}" class="update"><div><time datetime="{u.instant}">{u.shown}</time>'
        f'<h3><a href="?u=u{n}">{u.heading}</a></h3></div>'
        f"<div>{paragraphs(u)}</div></div>"
        for n, u in enumerate(kept)
    )
    return f"<ul>{listed}</ul><div class='all'>{blocks}</div>"


def microdata(blog: Blog) -> str:
    """Marked with schema.org's names."""
    return "".join(
        '<div itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting">'
        f'<meta itemprop="datePublished" content="{u.instant}"><span>{u.shown}</span><h3 itemprop="headline">{u.heading}</h3>'
        f'<div itemprop="articleBody">{paragraphs(u)}</div></div>'
        for u in blog.updates
    )


LAYOUTS: dict[str, Callable[[Blog], str]] = {
    each.__name__: each
    for each in (entries, clocks, items, days, components, rows, feet, writers, pinned, microdata)
}
#: Of these the page holds the instant of each update; of the others what is shown.
WITH_INSTANTS = ("entries", "days", "components", "feet", "writers", "pinned", "microdata")


def page(headline: str, above: str, blocks: str, below: str = "") -> bytes:
    """A page with a headline, its introduction, and what stands below it."""
    menu = "".join(f'<li><a href="/s/{n}">Part {n}</a></li>' for n in range(12))
    return (
        f"<!doctype html><html><head><title>{headline}</title><meta property='og:title' content='{headline}'>"
        '<meta property="article:published_time" content="2025-09-28T05:30:00+02:00"></head>'
        f"<body><nav><ul>{menu}</ul></nav><main><h1>{headline}</h1>{above}<div>{blocks}</div>{below}</main>"
        f"<footer><ul>{menu}</ul></footer></body></html>"
    ).encode()


def blog_page(layout: str, blog: Blog) -> bytes:
    """The page of a live blog."""
    return page(blog.headline, f"<p>{blog.introduction}</p>", LAYOUTS[layout](blog))


def expected(blog: Blog, layout: str, updates: Sequence[Update]) -> list[str]:
    """The paragraphs that are read of it: below the introduction, a line with time and heading above the text of each."""
    found = [blog.introduction]
    for update in updates:
        time = update.instant if layout in WITH_INSTANTS else update.shown
        found += [f"{time} {update.heading}", *update.texts]
    return found
