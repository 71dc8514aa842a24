"""Elements as HTML text again."""

from lxml import etree

WITH_COMMENTS = etree.XPath("descendant-or-self::*/@*[contains(., '<!--')]")


def as_html(element: etree._Element, *, with_tail: bool = True) -> str:
    """The element as HTML. In values of attributes comments that are opened again and again and never closed are written apart:
    libxml2 looks for the end of each to the end of the value.
    """
    for value in WITH_COMMENTS(element):
        closed, end, open_ = value.rpartition("-->")
        if open_.count("<!--") > 1:
            value.getparent().set(value.attrname, closed + end + open_.replace("<!--", "<! --"))
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=with_tail))
