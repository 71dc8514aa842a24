"""Globs on the names of a listing."""

import pytest

from newsfold.fetch.globs import compile_glob, fixed_start, split_fixed


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("", "any/thing.xml", True),
        ("*.xml", "a.xml", True),
        ("*.xml", "a/b.xml", False),
        ("*/*.xml", "a/b.xml", True),
        ("?.xml", "ab.xml", False),
        ("[ab].xml", "b.xml", True),
        ("[!ab].xml", "b.xml", False),
        ("**", "a/b/c", True),
        ("**/*.xml", "b.xml", True),
        ("**/*.xml", "a/c/b.xml", True),
        ("a/**", "a/x/y", True),
        ("a/**", "b/x", False),
        ("a/**/b/*.x", "a/b/1.x", True),
        ("a/**/b/*.x", "a/b/b/1.x", True),
        ("a/**/b/*.x", "a/b/c/1.x", False),
        ("**/**/x", "x", True),
        ("(a|b).xml", "a.xml", False),
        ("*.xml", "two\nlines.xml", True),
    ],
)
def test_a_glob_fits_names_as_in_the_shell(pattern, name, fits):
    assert compile_glob(pattern)(name) is fits


def test_a_glob_of_many_stars_takes_no_time_for_a_hostile_name():
    assert not compile_glob("**/".join(["a*a*a*b/"] * 8) + "x")("/".join(["a" * 100] * 60))


@pytest.mark.parametrize(
    ("path", "root", "pattern"),
    [
        ("in/{day}/*.xml", "in", "{day}/*.xml"),
        ("in/{day:%Y/%m/%d}/a.xml", "in", "{day:%Y/%m/%d}/a.xml"),
        ("in/deep/news-*", "in/deep", "news-*"),
        ("in/deep/", "in/deep", ""),
        ("*", "", "*"),
        ("", "", ""),
    ],
)
def test_the_fixed_folder_ends_where_the_glob_begins(path, root, pattern):
    assert split_fixed(path) == (root, pattern)


def test_the_fixed_start_may_end_within_a_name():
    assert fixed_start("in/2025-09-28-*.xml") == "in/2025-09-28-"
