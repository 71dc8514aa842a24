"""Each line of the threat model names a test that is there."""

import re

import pytest

from newsfold.config.home import project_root

PAGE = project_root() / "docs" / "threat-model.md"
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_the_named_test_is_there(path, name):
    text = (project_root() / path).read_text(encoding="utf-8")
    assert f"def {name}(" in text if name else "def test_" in text


def test_every_line_has_a_test():
    lines = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| (?!must|-)\w", line)
    ]
    assert len(lines) >= 20
    assert [line for line in lines if "`tests/" not in line] == []
