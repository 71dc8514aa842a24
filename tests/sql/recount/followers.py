"""A mirror that knows nothing but the feed of changes, and evenings that are asked for later."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Ask = Callable[..., list[Any]]
#: What is known as of now only.
NOT_AS_OF = ("own_share", "reused_share", "agency_share")
#: What is gone with an article that is hidden now.
WORDS = ("headline", "kicker", "byline", "keywords", "slugline", "ed_note", "body")
#: What an article says of another, which may have been removed since.
OF_ANOTHER = ("matched_article_id", "similarity", "outcome")


@dataclass(slots=True)
class Mirror:
    """A copy of the articles, row by row, in another system."""

    ask: Ask
    portion: int
    token: str | None = None
    rows: dict[int, Any] = field(default_factory=dict)

    def read(self) -> None:
        """Read on to the end, and take each article that is told of as it is now."""
        while True:
            told = self.ask("select * from analytics.changes(%s, %s)", self.token, self.portion)
            for change in told:
                self.token = change.token
                self.rows.pop(change.article_id, None)
                for row in self.ask("select * from analytics.article(%s)", change.article_id):
                    self.rows[row.article_id] = row
            if len(told) < self.portion:
                return

    def differences(self) -> list[Any]:
        """What it holds otherwise than analysts see: the article, and by column what is told and what is so."""
        shown = {row.article_id: row for row in self.ask("select * from analytics.articles")}
        found: list[Any] = [("missing", each) for each in shown.keys() - self.rows.keys()]
        found += [("left over", each) for each in self.rows.keys() - shown.keys()]
        for key in shown.keys() & self.rows.keys():
            held, now = self.rows[key]._asdict(), shown[key]._asdict()
            changed = {name: (held[name], now[name]) for name in now if held[name] != now[name]}
            if changed:
                found.append((key, changed))
        return found


@dataclass(slots=True)
class Evening:
    """What analysts saw at a moment."""

    at: Any
    articles: dict[int, dict[str, Any]]
    stories: dict[int, dict[str, Any]]

    @classmethod
    def now(cls, ask: Ask) -> "Evening":
        rows = ask("select now() as at, articles.* from analytics.articles")
        at = rows[0].at if rows else ask("select now() as at")[0].at
        articles = {row.article_id: row._asdict() for row in rows}
        for each in articles.values():
            del each["at"]
        stories = {row.story_id: row._asdict() for row in ask("select * from analytics.stories")}
        return cls(at, articles, stories)

    def differences(self, ask: Ask) -> list[Any]:
        """What is told otherwise of that moment now: but for what was removed since, and the words of what is hidden."""
        told = {
            row.article_id: row._asdict()
            for row in ask("select * from analytics.articles_as_of(%s)", self.at)
        }
        shown = {row.article_id for row in ask("select article_id from analytics.articles")}
        hidden = {row.article_id for row in ask("select article_id from analytics.hidden_articles")}
        removed = self.articles.keys() - shown - hidden
        thinned = {self.articles[each]["story_id"] for each in removed}
        found: list[Any] = [("left over", each) for each in told.keys() - self.articles.keys()]
        found += [("missing", each) for each in self.articles.keys() - removed - told.keys()]
        for key in told.keys() & self.articles.keys():
            then, row = self.articles[key], told[key]
            skipped = {*NOT_AS_OF, *(WORDS if key in hidden else ()), *(OF_ANOTHER if removed else ())}
            if then["story_id"] in thinned:
                skipped.add("is_representative")
            if key in hidden:
                found += [("told", key, name) for name in WORDS if row[name] is not None]
            changed = {
                name: (then[name], row[name])
                for name in then
                if name not in skipped and then[name] != row[name]
            }
            if changed:
                found.append((key, changed))
        return found + self.other_stories(ask, thinned, hidden)

    def other_stories(self, ask: Ask, thinned: set[int], hidden: set[int]) -> list[Any]:
        told = {
            row.story_id: row._asdict() for row in ask("select * from analytics.stories_as_of(%s)", self.at)
        }
        found = []
        for story_id in self.stories.keys() - thinned:
            then = dict(self.stories[story_id])
            if then["representative_article_id"] in hidden:
                then["headline"] = None
            if told.get(story_id) != then:
                found.append((story_id, then, told.get(story_id)))
        return found
