"""Walking the XML of agencies: what stands in front of it, paths, attributes, parts that sank into others."""

import pytest
from lxml import etree

from newsfold.formats.wire.wire_xml import Node, attribute, child, children, descend, lift, skip_prolog


def node_of(markup: str) -> Node:
    element = etree.fromstring(markup)
    return Node(element.tag.rpartition("}")[2].lower(), element, element.tag.rpartition("}")[2])


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        "\ufeff \n",
        "<?xml version='1.0'?>\n",
        "<!-- <a> -->",
        "<!DOCTYPE a>",
        "<!DOCTYPE a SYSTEM 'a>b.dtd'>",
        "<!DOCTYPE a [<!ENTITY b '<a>]>'>]>",
        "<!DOCTYPE a [<!-- it's ]> --><?pi ]> ?><!ELEMENT a (b)>]  >",
        '<?xml version=\'1.0\'?><!-- --><!doctype a PUBLIC "-//A>" "a"> <?b?>',
    ],
)
def test_the_root_is_found_behind_all_that_stands_in_front(prolog: str) -> None:
    assert skip_prolog(f"{prolog}<a/>") == len(prolog)


@pytest.mark.parametrize("cut", ["<!-- a", "<?a", "<!DOCTYPE a [", "<!DOCTYPE a 'b", "<!DOCTYPE a [<!-- "])
def test_a_prolog_without_end_is_left_where_it_is(cut: str) -> None:
    assert skip_prolog(cut) == 0


def test_paths_number_the_elements_that_have_namesakes() -> None:
    node = node_of("<a xmlns:x='y'><b/><x:C/><b/><!-- --><?d?></a>")
    assert [(each.name, each.path) for each in children(node)] == [
        ("b", "a/b[1]"),
        ("c", "a/C"),
        ("b", "a/b[2]"),
    ]
    assert [each.path for each in descend(node)] == ["a", "a/b[1]", "a/C", "a/b[2]"]


def test_attributes_are_found_whatever_their_case_and_prefix() -> None:
    node = node_of("<a xmlns:x='y' FormalName=' n ' x:href='h' empty=' '/>")
    assert attribute(node, "formalname") == "n"
    assert attribute(node, "empty", "href") == "h"
    assert attribute(node, "other") == ""


def test_a_part_that_sank_is_lifted_and_that_of_a_note_is_not() -> None:
    node = node_of("<a><b><c>x</c></b></a>")
    lift(node, "c")
    assert [each.path for each in descend(node)] == ["a", "a/b", "a/c"]
    note = node_of("<a><note><c>x</c></note></a>")
    lift(note, "c")
    assert child(note, "c") is None
