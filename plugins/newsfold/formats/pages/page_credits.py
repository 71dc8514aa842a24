"""Elements of a page that credit its writers by what stands beside them: a label, a link to a writer's own page."""

import re
from itertools import islice

from lxml import etree

from newsfold.formats.pages.html_tree import text_of
from newsfold.text.author_pages import name_in_address
from newsfold.text.credit_lines import is_credit_label
from newsfold.text.sighted_names import is_person

MAX_AUTHORS = 12
MAX_LABEL = 40
MAX_NAME = 60
# What a class or schema.org calls what somebody does.
ROLE = re.compile(r"(?:^|[-_\s])(?:job-?_?title|title|role|position|occupation)(?:[-_\s]|$)|jobTitle", re.I)
TOPIC_PAGE = re.compile(
    r"/(?:topics?|tags?|themen?|thema|temas?|sections?|category|categories|rubrik|rubrique)/", re.I
)


def text_of_byline(element: etree._Element) -> str:
    """The text of a byline; authors in items of a list are divided by commas, and so is what an element of its own calls the
    writer's title.
    """
    items = list(islice(element.iter("li"), MAX_AUTHORS + 1))
    if not 2 <= len(items) <= MAX_AUTHORS:
        text = text_of(element, 250)
        for role in element.iterdescendants(etree.Element):
            named = role.get("itemprop") or role.get("class")
            if (
                named
                and ROLE.search(named)
                and (said := text_of(role, MAX_NAME))
                and text.endswith(f" {said}")
            ):
                before = text.removesuffix(said).rstrip(" ,")
                return f"{before}, {said}" if is_person(before.split(", ")[-1].removeprefix("By ")) else text
        return text
    return ", ".join(filter(None, (text_of(item, 250).strip(" ,") for item in items)))


def names_topics(element: etree._Element) -> bool:
    """True where every link of a byline leads to a topic and not to a writer, and nothing but links stands in it."""
    links = [element] if element.tag == "a" else list(islice(element.iter("a"), MAX_AUTHORS))
    return (
        bool(links)
        and all(TOPIC_PAGE.search(link.get("href") or "") for link in links)
        and sum(len(text_of(link)) for link in links) >= 0.9 * len(text_of(element, 250))
    )


def leads_to_writer(link: etree._Element) -> bool:
    """True for a link that holds a person's name and leads to the page of one."""
    return bool(name_in_address(link.get("href") or "")) and is_person(text_of(link, MAX_NAME))


def find_labelled(label: etree._Element, near: bool) -> etree._Element | None:
    """The element that holds the name behind a label that fills an element: `Written by`, and near the headline `by`.

    None where the element is no label, or no name of a person follows.
    """
    said = label.text
    if not said or len(said) > MAX_LABEL or not is_credit_label(said, loosely=near):
        return None
    if len(label) and label.find(".//*") is not None and text_of(label, MAX_NAME) != " ".join(said.split()):
        named: etree._Element | None = label[0]  # the name stands in the same element
    else:
        named = label.getnext()
        if named is None and (parent := label.getparent()) is not None and not (label.tail or "").strip():
            named = parent.getnext()
    if named is None or (label.tail or "").strip():
        return None
    text = text_of(named, 2 * MAX_NAME)
    return (
        named
        if len(text) <= MAX_NAME and any(map(is_person, re.split(r"\s*(?:,|&|\band\b)\s*", text)))
        else None
    )


def label_before(element: etree._Element) -> str:
    """The short text in front of an element, in its parent or in the element before it; empty where there is none."""
    before = element.getprevious()
    if before is None:
        parent = element.getparent()
        text = (parent.text or "") if parent is not None else ""
    else:
        text = before.tail or ""
        if not text.strip():
            text = text_of(before, MAX_LABEL)
    return text if len(text) <= MAX_LABEL else ""
