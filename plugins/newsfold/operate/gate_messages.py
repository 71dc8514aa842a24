"""What people are told and asked at the gate: the question of a run that waits, and the messages that it waits or goes on without
some of its sources. As all messages they hold figures, slugs and reason codes, never a word of an article.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from newsfold.operate.alerts import MOST_LISTED, OUTSIDE, Draft, Links, Message, add_links, silenced
from newsfold.operate.conditions import counted, one_line
from newsfold.operate.gates import Evidence, described


def gate_question(
    run: Mapping[str, Any],
    reasons: Sequence[str],
    evidence: Evidence,
    links: Links,
    default: str,
    hours: float,
) -> tuple[str, str]:
    """Subject and body (Markdown) of the question whether a run is to be loaded."""
    more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
    subject = f"Load run {run['run_id']}? {reasons[0]}{more}"
    lines = ["This run is far outside of what is expected:", "", *(f"- {markdown(each)}" for each in reasons)]
    outside = [
        f"- {row.state}: {markdown(described(row))}{silenced(evidence.silence_of(row.slug))}"
        for row in evidence.expectations
        if row.state in OUTSIDE
    ]
    if outside:
        lines += ["", "Sources:", "", *outside[:MOST_LISTED]]
    records: Counter[str] = Counter()
    for each in evidence.refusals:
        records[each.reason_code] += each.records
    if records:
        lines += ["", "Refused:", ""]
        lines += [
            f"- {markdown(reason)}: {count:,}{silenced(evidence.silence_of(reason_code=reason))}"
            for reason, count in records.most_common(MOST_LISTED)
        ]
    lines += [
        "",
        "**Approve** loads it. **Reject** holds it: nothing is loaded, and its files stay out of later runs until somebody"
        " releases or discards them (on the run report, or by `newsfold held`).",
        "",
        f"Without an answer within {hours:g} hours: {default}.",
        "",
        f"[Run report]({links.report})",
    ]
    return subject, "\n".join(lines)


def waiting_message(
    subject: str, reasons: Sequence[str], default: str, hours: float, links: Links
) -> Message:
    """The message that a run has begun to wait for a person."""
    draft = Draft(["It waits for a person before its load: Airflow, Required Actions."])
    draft.section("Why", [one_line(each) for each in reasons])
    draft.lines += ["", f"Without an answer within {hours:g} hours: {default}."]
    add_links(draft, links)
    return Message(f"Newsfold: {one_line(subject)}", "\n".join(draft.lines), True)


def held_back_message(
    run_id: int,
    held_back: Mapping[str, Sequence[str]],
    files: Mapping[str, int],
    default: str,
    hours: float,
    links: Links,
) -> Message:
    """The message that a run goes on without some of its sources, each with why."""
    names = ", ".join(one_line(slug) for slug in list(held_back)[:3]) + (", …" if len(held_back) > 3 else "")
    draft = Draft(
        ["The other sources of the run are loaded. Release these files, or discard them, on the run report."]
    )
    draft.section(
        "Held back",
        [
            f"{one_line(slug)}, {counted(files[slug], 'file')}: {one_line('; '.join(reasons))}"
            for slug, reasons in held_back.items()
        ],
    )
    after = "they are released and loaded" if default == "load" else "they stay out"
    draft.lines += ["", f"Without a decision within {hours:g} hours {after}."]
    add_links(draft, links)
    return Message(f"Newsfold: run {run_id} goes on without {names}", "\n".join(draft.lines), True)


def markdown(text: str) -> str:
    """Words that Markdown shows as they are."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]<>#|" else c for c in one_line(text))
