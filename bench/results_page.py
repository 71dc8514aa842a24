"""What `python -m bench.results` measured, as the page bench/RESULTS.md."""

from typing import Any

STEPS = ("fetch", "normalize, text", "normalize, HTML", "stage", "deduplicate", "load", "check")
TITLES = {
    "pages": ("HTML page to title, day, author and text", "invented pages of about 30 kB", "cpu"),
    "real pages": ("The same on real pages", "pages that are not part of the project", "cpu"),
    "pairs": ("The same report again", "invented news, labelled; a quarter of it told again", "cpu"),
    "load": ("Into Postgres", "the same articles; ours with deduplication, versions, evidence, stories and search", "seconds"),
}  # fmt: skip
#: What DESIGN asks for: (what, goal, unit).
GOALS = {"pages": "15 ms", "pairs": "2 ms", "whole": 400}


def as_markdown(report: dict[str, Any]) -> str:
    """The page. Everything on it is a figure of this run."""
    steps, arguments = report["steps"], report["arguments"]
    parts = [
        "# Results",
        "Made by `python -m bench.results`; don't edit. Timings depend on the machine and on what else it does: read the ratios. "
        f"{report['processors']} processors, Python {steps['python']}, Newsfold {steps['newsfold']}, method {steps['method']}, "
        f"seed {arguments['seed']}.",
        "## Each step\nMilliseconds an article, in one process, with so many articles stored before. Half of the "
        f"{arguments['new']} new ones are text files, half HTML pages; one in four is told again.",
        steps_table(steps["rounds"]),
        "## The whole way",
        whole_line(report["whole"]),
        *(contest(work, rows, report) for work, rows in report["contests"].items()),
    ]
    return "\n\n".join(parts) + "\n"


def table(rows: list[list[str]]) -> str:
    """Rows as a Markdown table, the first one its head."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def steps_table(rounds: list[dict[str, Any]]) -> str:
    """A row a step, a column for each size of the stock, and the last as a ratio to the first."""
    head = ["step", *(f"{each['stored']:,} stored" for each in rounds)]
    first, last = rounds[0], rounds[-1]
    if len(rounds) > 1:
        head.append("last / first")
    rows = [head]
    for name in STEPS:
        values = [each["ms_per_article"][name] for each in rounds]
        rows.append([name, *(f"{value:.2f}" for value in values), *ratio_cell(rounds, values)])
    whole = [1000 / each["articles_per_second"] for each in rounds]
    rows.append(["**the whole**", *(f"**{value:.2f}**" for value in whole), *ratio_cell(rounds, whole)])
    assert first["stored"] <= last["stored"]
    return table(rows)


def ratio_cell(rounds: list[dict[str, Any]], values: list[float]) -> list[str]:
    """The last value by the first, where there are two."""
    return [f"{values[-1] / values[0]:.2f}"] if len(rounds) > 1 else []


def whole_line(whole: dict[str, Any]) -> str:
    """What `newsfold ingest` did."""
    if "problem" in whole:
        return f"`newsfold ingest` failed: {whole['problem']}"
    speed = whole["articles"] / whole["seconds"]
    return (
        f"`newsfold ingest` took {whole['articles']:,} text files into an empty Postgres with all processors, its start and the "
        f"marts included: {whole['seconds']:.1f} s, **{speed:.0f} articles a second** (goal: {GOALS['whole']})."
    )


def contest(work: str, rows: dict[str, dict[str, Any]], report: dict[str, Any]) -> str:
    """One piece of work: ours, then the others, with their ratio to ours in the median of the turns."""
    title, files, figure = TITLES[work]
    measure = "CPU of its process" if figure == "cpu" else "by the clock"
    head = ["tool", f"ms an article, {measure}", "by ours", *extra_heads(work)]
    lines = [head]
    for name, row in rows.items():
        version, _ = report["peers"].get(name, ("", ""))
        label = "**Newsfold**" if name.startswith("newsfold") else f"{name} {version}".strip()
        if "problem" in row:
            lines.append([label, row["problem"].replace("|", "/"), *[""] * (len(head) - 2)])
            continue
        ratio = row[f"{figure}_ratio"]
        shown = f"{ratio:.2f}" if ratio else ""
        lines.append([label, f"{row[f'{figure}_ms']:.2f}", shown, *extra_cells(work, row)])
    items = max((row.get("items", 0) for row in rows.values()), default=0)
    note = f"{items:,} articles ({files}), medians of {report['arguments']['turns']} turns."
    return f"## {title}\n{note}\n\n{table(lines)}"


def extra_heads(work: str) -> list[str]:
    """Columns that tell how much is right."""
    if work == "pages":
        return ["titles right", "days right"]
    return ["copies found", "near copies found", "rewrites found", "wrong pairs"] if work == "pairs" else []


def extra_cells(work: str, row: dict[str, Any]) -> list[str]:
    """How much is right."""
    if work == "pages":
        return [f"{row[name] / row['items']:.0%}" for name in ("titles", "days")]
    if work != "pairs":
        return []
    shares = [row["shares"][kind] for kind in ("copy", "near_copy", "rewrite")]
    return [*("" if share is None else f"{share:.0%}" for share in shares), str(row["wrong"])]
