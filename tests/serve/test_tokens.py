"""Tokens of programs."""

import pytest

from newsfold.serve import tokens


def test_a_token_is_its_programs_until_it_is_taken_away(tmp_path):
    path = tmp_path / "tokens.json"
    first, second = tokens.make(path, "one"), tokens.make(path, "two")
    assert (tokens.whose(path, first), tokens.whose(path, second)) == ("one", "two")
    again = tokens.make(path, "one")
    assert (tokens.whose(path, first), tokens.whose(path, again)) == (None, "one")
    assert tokens.revoke(path, "two")
    assert not tokens.revoke(path, "two")
    assert tokens.whose(path, second) is None


@pytest.mark.parametrize("given", ["", "x", "é", "\x00"])
def test_what_is_no_token_is_nobodys(tmp_path, given):
    path = tmp_path / "tokens.json"
    assert tokens.whose(path, given) is None
    tokens.make(path, "one")
    assert tokens.whose(path, given) is None


def test_only_hashes_are_kept(tmp_path):
    path = tmp_path / "tokens.json"
    token = tokens.make(path, "one")
    assert token not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "One", "1st", "a b", "x" * 64])
def test_a_program_has_a_plain_name(tmp_path, name):
    with pytest.raises(tokens.TokenError):
        tokens.make(tmp_path / "tokens.json", name)
