"""Who published a text, as far as the comparison of two texts asks."""

from newsfold.config.sources import ADHOC
from newsfold.model import Article


def publisher(article: Article) -> str:
    """The carrier that the article names, else its source; empty where neither is known.

    A source of many outlets names the carrier with each article. Files of no declared source say nothing by it.
    """
    if article.agency and article.agency_role == "carrier":
        return article.agency
    if article.source != ADHOC:
        return article.source
    return article.agency or ""
