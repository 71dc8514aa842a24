"""docs/operations.md names what there is."""

import re

import pytest

from newsfold.config.home import project_root
from newsfold.config.sources import Settings
from newsfold.config.sources_file import load_sources
from newsfold.model import REASONS
from newsfold.operate.metrics import METRICS

PAGE = (project_root() / "docs" / "operations.md").read_text(encoding="utf-8")


def test_every_metric_is_listed_as_it_is():
    rows = [
        f"| `{name}` | {kind} | {', '.join(tags)} | {text} |" for name, (kind, tags, text) in METRICS.items()
    ]
    listed = [
        line for line in PAGE.splitlines() if re.match(r"\| `[a-z_.]+` \| (gauge|count|timing) \|", line)
    ]
    assert listed == rows


@pytest.mark.parametrize(
    "name",
    ["gate_low", "gate_high", "gate_quarantine", "gate_least", "gate_wait_hours", "deadline_hours"],
)
def test_each_setting_is_told_with_its_default(name):
    default = getattr(Settings(), name)
    assert re.search(rf"`{name}` \(({default}|{default:g})[;)]", PAGE)


def test_the_choices_have_the_defaults_that_the_page_tells():
    assert (Settings().gate_default, Settings().alert_on) == ("load", "problems")
    assert '`"load"` (the default)' in PAGE
    assert '`alert_on = "always"`' in PAGE


def test_the_examples_of_silences_name_a_source_and_a_reason_that_there_are():
    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    named = re.findall(r"newsfold silence ([a-z][a-z_-]+) ", PAGE)
    assert len(named) == 2
    assert named[0] in sources
    assert named[1] in REASONS
