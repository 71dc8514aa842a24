"""Character references that are left in a text after it was read: what wrote it had escaped it twice (`Mayor&amp;#8217;s`).

https://html.spec.whatwg.org/multipage/syntax.html#character-references
"""

import html
import re

# By number, and the names that programs write; `&lt;` and `&gt;` are left out: whoever reads them wants to see a tag.
REFERENCE = re.compile(
    r"&(?:#0{0,4}[1-9]\d{1,5}|#[xX]0{0,4}[1-9a-fA-F][0-9a-fA-F]{1,4}|amp|nbsp|quot|apos|[lrb]dquo|[lr]squo|sbquo|[lr]aquo|[lr]saquo|[mn]dash|hellip|shy"
    r"|euro|pound|yen|cent|deg|middot|bull|copy|reg|trade|times|sect|frac[1-9][1-9]|[iI]excl|iquest|en?sp|emsp|thinsp|zw(?:n?j)|[lr]rm"
    r"|szlig|[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|ring|slash|caron)|(?:AE|ae|OE|oe)lig|ETH|eth|THORN|thorn);"
)
# A text that speaks of them keeps them.
ABOUT_MARKUP = re.compile(r"\b(?:html|xml|entit(?:y|ies)|markup|escap(?:e|ed|ing))\b", re.I)


def read_once_more(text: str) -> str:
    """The text with the references that are left in it read; one that speaks of markup stays as it is."""
    if "&" not in text or not REFERENCE.search(text) or ABOUT_MARKUP.search(text):
        return text
    return REFERENCE.sub(lambda found: html.unescape(found[0]), text)
