"""A notebook on the news database: `marimo edit docs/notebook.py -- --database-url URL`.

URL is an analyst's; without one it is what `newsfold database-url --role analyst` says. As a script it runs every cell.
"""

import marimo

app = marimo.App(width="medium", app_title="Newsfold")


@app.cell
def opening():
    import subprocess
    import sys
    from contextlib import closing
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import psycopg2
    import psycopg2.extras

    url = mo.cli_args().get("database-url") or subprocess.run(
        [str(Path(sys.executable).with_name("newsfold")), "database-url", "--role", "analyst"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()  # fmt: skip

    def plain(value):
        """A value as charts take it."""
        if isinstance(value, date):
            return value.isoformat()
        return float(value) if isinstance(value, Decimal) else value

    def ask(statement, *parameters):
        """Rows of a statement, each a dict by column. An empty answer stops the cell that asked: it would plot nothing."""
        with closing(psycopg2.connect(url, cursor_factory=psycopg2.extras.RealDictCursor)) as connection:
            with connection, connection.cursor() as cursor:
                cursor.execute("set time zone 'UTC'")
                cursor.execute(statement, parameters or None)
                found = [{name: plain(value) for name, value in row.items()} for row in cursor.fetchall()]
        mo.stop(not found, mo.md("Nothing is held of this yet."))
        return found

    mo.md("# What the database holds\n\nEach plot is one question of `sql/cookbook`, drawn.")
    return alt, ask, mo


@app.cell
def volume(alt, ask, mo):
    volume_rows = ask(
        """
        select day, coalesce(language, '?') as language, articles
        from analytics.daily_volume
        where grain = 'language'
          and day > (select max(day) from analytics.daily_volume where grain = 'day') - 28
        order by day, language
        """
    )
    volume_plot = (
        alt.Chart(alt.Data(values=volume_rows), width=640, height=240)
        .mark_bar()
        .encode(
            x=alt.X("day:O", title=None),
            y="articles:Q",
            color=alt.Color("language:N", scale=alt.Scale(scheme="tableau20")),
            tooltip=["day:O", "language:N", "articles:Q"],
        )
    )
    mo.vstack([mo.md("## Articles by day and language"), volume_plot])
    return


@app.cell
def echo(alt, ask, mo):
    echo_rows = ask(
        """
        select source, sum(first_reports) as first, sum(articles) - sum(first_reports) as repeats
        from analytics.daily_volume
        where grain = 'source'
          and day > (select max(day) from analytics.daily_volume where grain = 'day') - 28
        group by source
        order by source
        """
    )
    echo_long = [
        {"source": row["source"], "reports": kind, "articles": row[kind]}
        for row in echo_rows
        for kind in ("first", "repeats")
    ]
    echo_plot = (
        alt.Chart(alt.Data(values=echo_long), width=560)
        .mark_bar()
        .encode(
            y=alt.Y("source:N", sort="-x", title=None),
            x="articles:Q",
            color=alt.Color("reports:N", scale=alt.Scale(range=["#2a6f97", "#e9c46a"])),
        )
    )
    mo.vstack([mo.md("## First reports and repeats, by source"), echo_plot])
    return


@app.cell
def spread(alt, ask, mo):
    spread_rows = ask(
        """
        select
          story.headline as story,
          article.source,
          article.outcome,
          coalesce(article.published_at, article.published_on) as published
        from (
          select story_id, headline
          from analytics.unique_articles
          where source_count > 1
          order by source_count desc, article_count desc, day desc, uri
          limit 6
        ) as story
        join analytics.articles as article using (story_id)
        where article.published_on is not null
        order by story.headline, published
        """
    )
    spread_plot = (
        alt.Chart(alt.Data(values=spread_rows), width=420, height=220)
        .mark_point(filled=True, size=90, opacity=0.8)
        .encode(
            x=alt.X("published:T", title="published (where only the day is known: its start)"),
            y=alt.Y("story:N", title=None, axis=alt.Axis(labelLimit=280)),
            color="outcome:N",
            shape="source:N",
            tooltip=["source:N", "outcome:N", "published:T"],
        )
    )
    mo.vstack([mo.md("## How the most carried stories spread"), spread_plot])
    return


@app.cell
def places(alt, ask, mo):
    place_rows = ask(
        """
        select name, latitude, longitude, sum(articles) as articles
        from analytics.places
        where latitude is not null
          and day > (select max(day) from analytics.daily_volume where grain = 'day') - 28
        group by name, latitude, longitude
        order by name
        """
    )
    dots = alt.Chart(alt.Data(values=place_rows), width=680, height=340).encode(
        x=alt.X("longitude:Q", scale=alt.Scale(domain=[-180, 180]), axis=alt.Axis(values=list(range(-180, 181, 60)))),
        y=alt.Y("latitude:Q", scale=alt.Scale(domain=[-60, 80]), axis=alt.Axis(values=[-60, -30, 0, 30, 60])),
    )  # fmt: skip
    place_plot = dots.mark_circle(opacity=0.7).encode(
        size=alt.Size(
            "articles:Q", scale=alt.Scale(range=[40, 260]), legend=alt.Legend(tickCount=3, format="d")
        ),
        tooltip=["name:N", "articles:Q"],
    )
    busiest = dots.transform_filter("datum.articles > 1").mark_text(align="left", dx=8, fontSize=10)
    place_plot += busiest.encode(text="name:N")
    mo.vstack(
        [
            mo.md("## Where it was reported from\n\nNamed are the places with more than one article."),
            place_plot,
        ]
    )
    return


@app.cell
def corrections(alt, ask, mo):
    correction_rows = ask(
        """
        select headline_after as headline, source, words_added as added, -words_removed as removed
        from analytics.corrections
        order by words_added + words_removed desc, uri
        limit 20
        """
    )
    correction_long = [
        {"headline": row["headline"], "words": row[kind], "change": kind}
        for row in correction_rows
        for kind in ("added", "removed")
    ]
    correction_plot = (
        alt.Chart(alt.Data(values=correction_long), width=420)
        .mark_bar()
        .encode(
            y=alt.Y("headline:N", sort="-x", title=None, axis=alt.Axis(labelLimit=320)),
            x="words:Q",
            color=alt.Color("change:N", scale=alt.Scale(range=["#2a9d8f", "#e76f51"])),
        )
    )
    mo.vstack([mo.md("## What corrections changed"), correction_plot])
    return


if __name__ == "__main__":
    app.run()
