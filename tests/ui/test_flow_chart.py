"""From the sources to the outcomes: every record is in one band, and bars don't overlap."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsfold.ui.flow_chart import MOST_NODES, flow_chart

OUTCOMES = ("original", "copy", "quarantined")
counts = st.integers(0, 100_000)
rows = st.lists(
    st.builds(
        lambda name, form, numbers: {
            "source": name, "format": form, "found": sum(numbers), **dict(zip(OUTCOMES, numbers, strict=True)),
        },
        st.text(max_size=60), st.sampled_from(["html", "text", ""]), st.tuples(counts, counts, counts),
    ),
    max_size=40,
    unique_by=lambda row: (row["source"], row["format"]),
)  # fmt: skip


@given(rows)
def test_every_record_is_drawn_once_on_each_side(found):
    total = sum(row[outcome] for row in found for outcome in OUTCOMES)
    flow = flow_chart(found, OUTCOMES)
    if not total:
        assert flow is None
        return
    for parts in (flow.sources, flow.outcomes, flow.bands):
        assert sum(part.count for part in parts) == total
    assert len(flow.sources) <= MOST_NODES + 1


@given(rows)
def test_bars_stand_one_below_the_other_and_inside_the_picture(found):
    flow = flow_chart(found, OUTCOMES)
    for nodes in (flow.sources, flow.outcomes) if flow else ():
        assert all(upper.y + upper.height < lower.y for upper, lower in pairwise(nodes))
        assert nodes[0].y >= 0
        assert nodes[-1].y + nodes[-1].height <= flow.height
