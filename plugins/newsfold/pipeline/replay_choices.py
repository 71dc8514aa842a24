"""What a person chooses to have read again: quarantined records, named ones, or all files of certain days."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any


class ChoiceError(ValueError):
    """What was chosen makes no sense. The message says why."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read again; what is None or empty does not choose, and the rest must all hold.

    A `reason`, a `run_id` (the run that refused last) and `records` (ids of ops.quarantine) choose by refusals that are open.
    `files` and the days of fetching, in UTC, choose files whether they were refused or not, but with `refused` only those with an
    open refusal. With none of these all that is in quarantine is meant. What was dismissed is left out, unless its record is
    named. `setting` chooses no file: it is the id of the settings (ops.source_setting) that they are read with.
    """

    reason: str | None = None
    run_id: int | None = None
    source: str | None = None
    format: str | None = None
    files: tuple[int, ...] = ()
    records: tuple[int, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    refused: bool = False
    setting: int | None = None

    @property
    def by_refusal(self) -> bool:
        """Whether only files with an open refusal are meant."""
        return bool(self.reason or self.run_id or self.records or self.refused) or not (
            self.files or self.first_day
        )

    def as_params(self) -> dict[str, Any]:
        """As the params of a run of `news_replay`, without what does not choose."""
        return {
            name: json_ready(value) for name, value in asdict(self).items() if value not in (None, (), False)
        }

    def in_words(self) -> str:
        """For example `reason empty, source kestrel-wire`."""
        said = ", ".join(
            f"{name.replace('_', ' ')} {listed(value)}" for name, value in self.as_params().items()
        )
        return said or "all that is in quarantine"


def json_ready(value: Any) -> Any:
    """Days as ISO 8601, tuples as lists."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def listed(value: Any) -> str:
    """A value for a person; of many ids only the first."""
    if not isinstance(value, list):
        return str(value)
    shown = ", ".join(str(each) for each in value[:5])
    return shown if len(value) <= 5 else f"{shown} and {len(value) - 5:,} more"


def choice_of(params: Mapping[str, Any]) -> Choice:
    """A choice out of a form's values. Raises ChoiceError for a day that is none, and for a last day before the first."""
    known = {each.name for each in fields(Choice)}
    given = {name: value for name, value in params.items() if name in known and value not in (None, "", [])}
    for name in ("files", "records"):
        given[name] = tuple(int(each) for each in given.get(name, ()))
    for name in ("first_day", "last_day"):
        given[name] = day_of(given.get(name))
    if "setting" in given:
        given["setting"] = int(given["setting"])
    first, last = given["first_day"], given["last_day"]
    if last is not None and first is None:
        raise ChoiceError("a last day needs a first day")
    if first is not None and last is None:
        given["last_day"] = first
    elif first is not None and last < first:
        raise ChoiceError(f"the last day, {last}, is before the first, {first}")
    return Choice(**given)


def day_of(value: Any) -> date | None:
    """A day as ISO 8601 has it. Raises ChoiceError for something else."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ChoiceError(f"a day is YYYY-MM-DD, not {value!r}") from error
