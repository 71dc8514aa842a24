"""Which days are public holidays where: on these, few files raise no alarm. The library `holidays` knows them by law."""

from collections.abc import Iterable
from datetime import date


def public_holidays(countries: Iterable[str | None], days: Iterable[date]) -> dict[tuple[str, date], str]:
    """The names, in the country's own language, of those days that are holidays in whole countries (ISO 3166-1 alpha-2).

    Countries that the library does not know have none.
    """
    import holidays

    wanted = sorted(set(days))
    found: dict[tuple[str, date], str] = {}
    for country in sorted({each for each in countries if each}):
        try:
            known = holidays.country_holidays(country, years={day.year for day in wanted})
        except NotImplementedError:
            continue
        found |= {(country, day): known[day] for day in wanted if day in known}
    return found
