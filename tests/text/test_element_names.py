"""What the names of a page's elements say."""

import pytest

from newsfold.model import HeaderPlace
from newsfold.text.element_names import credits_another, is_inside_related, kind_of_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("hentry author-jane-roe post-type-text", ""),
        ("blogitem hentry author-jane-roe tag-town", ""),
        ("post type-post status-publish post-1234 category-dates", ""),
        ("post-author", "byline"),
        ("author-name", "byline"),
        ("hentry byline", "byline"),
        ("entry-date published", "date"),
        ("author-jane-roe", "byline"),
    ],
)
def test_the_classes_of_a_post_by_its_author_are_no_byline(name, kind):
    assert kind_of_name(name) == kind


@pytest.mark.parametrize(
    "name", ["kg-bookmark-author", "quote-author", "testimonial__author", "caption-author", "comment-author"]
)
def test_who_is_quoted_or_linked_is_not_who_wrote(name):
    assert credits_another(HeaderPlace(f"span.{name}", landmarks=("main", "article")))


def test_who_wrote_is():
    assert not credits_another(HeaderPlace("span.author-name", landmarks=("main", "article")))


@pytest.mark.parametrize(
    ("landmarks", "inside"),
    [
        (("main", "article", "related"), True),
        (("main", "article", "aside", "related"), True),
        (("main", "related", "article"), False),
        (("main", "article"), False),
    ],
)
def test_a_block_about_others_inside_the_article_is_none_of_it(landmarks, inside):
    assert is_inside_related(HeaderPlace("span", landmarks=landmarks)) is inside
