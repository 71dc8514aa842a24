"""The questions of `sql/cookbook`. Each file is a question, its theme, perhaps a note, and one statement for analysts."""

from dataclasses import dataclass

from newsfold.config.home import sql_folder

FOLDER = sql_folder() / "cookbook"
THEMES = (
    "The day",
    "Who carries whose text",
    "Firsts and spread",
    "Events",
    "Corrections and what is held back",
    "Search",
    "Places, topics, languages",
    "Sources and the quality of their data",
    "Rights and provenance",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One file of the cookbook."""

    name: str
    question: str
    theme: str
    note: str
    sql: str


def questions() -> list[Question]:
    """All of them, by theme and name."""
    found = [read(path.stem, path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.sql")]
    return sorted(found, key=lambda each: (THEMES.index(each.theme), each.name))


def read(name: str, text: str) -> Question:
    """A question from its file. Raises ValueError for one that is not a question, a theme that we know, and a statement."""
    lines = text.splitlines()
    count = next((n for n, line in enumerate(lines) if not line.startswith("-- ")), len(lines))
    comments = [line.removeprefix("-- ") for line in lines[:count]]
    if len(comments) < 2 or not comments[0].endswith("?") or count == len(lines):
        raise ValueError(
            f"{name}.sql: the first line asks something, the second names a theme, then comes SQL"
        )
    theme = comments[1].removeprefix("Theme: ")
    if theme not in THEMES:
        raise ValueError(f"{name}.sql: no such theme: {theme}; there are {', '.join(THEMES)}")
    return Question(name, comments[0], theme, " ".join(comments[2:]), "\n".join(lines[count:]).strip())
