"""The shapes that people give to a header line, brought to the one of `Key: value`: `**Date:** x`, `> Date: x`, `<DATE> x`,
`"Date": "x",`, `Date | x`. Only where the key is known, so that lists, quotes and code of a text stay what they are.
"""

import re

from newsfold.text.header_keys import find_key_name

MAX_LINE = 1_000
KEY = r"(?P<key>[^\W\d_][^:：=|<>\"*\[\]\n]{0,40}?)"
SHAPES = (
    # `**Date:** x`, `**Date**: x`, `__Date__ : x`, `* **Date:** x`
    re.compile(rf"\s*(?:[*>•+-]\s+)?(?:\*{{1,3}}|_{{1,2}}|`){KEY}\s?(?:[:：]\s?[*_`]{{1,3}}|[*_`]{{1,3}}\s?[:：])\s*(?P<value>.*)$"),
    # `* Date: x`, `> Date: x`, `// date: x`, `# Date: x`, `-- Date: x`, `;; Date: x`, `• Date: x`
    re.compile(rf"\s*(?:[*>•·+#%;|-]{{1,3}}|//|/\*|<!--)\s*{KEY}\s?[:：=]\s*(?P<value>.*?)\s*(?:\*/|-->|\|)?$"),
    # `1. Date: x`, `Date ........ x`
    re.compile(rf"\s*\d{{1,2}}[.)]\s+{KEY}\s?[:：]\s*(?P<value>.*)$"),
    re.compile(rf"\s*{KEY}\s?(?:\.{{3,80}}|…{{1,20}}|(?:\.\s){{3,40}})\s*[:：]?\s*(?P<value>.*)$"),
    # `[Date: x]`, `(Date: x)`, `\\date{x}`, `{{date|x}}`, `"Date","x"`
    re.compile(rf"\s*[\[(]\s?{KEY}\s?[:：]\s*(?P<value>[^\[\]()]{{1,200}})[\])]\s*$"),
    re.compile(rf"\s*\\{KEY}\{{(?P<value>[^{{}}]{{1,300}})\}}\s*$"),
    re.compile(rf"\s*\{{\{{\s?{KEY}\s?\|\s?(?P<value>[^{{}}|]{{1,300}})\}}\}}\s*$"),
    re.compile(rf"\s*\"{KEY}\"\s?[,;\t]\s?\"(?P<value>[^\"]{{1,300}})\"\s*$"),
    # `"Date": "x",`, `'Date' => 'x'`
    re.compile(rf"\s*(?P<quote>[\"'“]){KEY}[\"'”]\s*(?::|=>?)\s*[\"'“]?(?P<value>.*?)[\"'”]?\s*[,;]?\s*$"),
    # `<DATE> x`, `<DATE>x</DATE>`, `[Date] x`, `@date x`, `\date{x}`
    re.compile(rf"\s*[<\[【]\s?{KEY}\s?[>\]】]\s*[:：]?\s*(?P<value>.*?)\s*(?:</[^<>]{{1,40}}>)?$"),
    re.compile(rf"\s*@{KEY}\s*[:：]?\s+(?P<value>.*)$"),
    # `Date | x`, `| Date | x |`, `Date » x`, `Date -> x`
    re.compile(rf"\s*\|?\s*{KEY}\s*(?:\||»|->|→|::)\s*(?P<value>.*?)\s*\|?$"),
)  # fmt: skip
# The value of a field that nobody filled: a template's own words, what programs print for nothing.
TEMPLATE = (
    r"\{\{.{0,60}\}\}|\$\{.{0,60}\}|<%.{0,60}%>|\{%?.{0,60}%?\}|\[.{0,40}\]|<[^<>]{0,40}>"
    r"|\$[A-Z_]{2,30}|%[A-Za-z](?:[-/. :T%A-Za-z]{0,20})|(?:##|__|@@|\$\$)[A-Za-z_]{2,30}(?:##|__|@@|\$\$)"
)
NOTHING = (
    r"NaN(?:[-/.: ]NaN){0,5}|NaT|invalid(?: date| time)?|null|nil|none|undefined|unknown|unbekannt|inconnue?|desconocid[oa]"
    r"|n/?a|n\.a\.|n\.d\.|o\.\s?d\.|s\.f\.|not (?:available|set|given|known|specified)|tb[acd]"
    r"|to be (?:confirmed|announced|determined)|[-–—.?_*x]{1,12}|todo|fixme"
)
PATTERNS = (
    r"y{2,4}([-/. ])m{1,4}\1d{1,4}|d{1,4}([-/. ])m{1,4}\2y{2,4}|[jt]{2}\.mm\.jjjj"
    r"|0{2,4}([-/.])0{2}\3(?:0{4}|0{2})(?:[T ]0{2}:0{2}(?::0{2})?)?"
)
PLACEHOLDER = re.compile(
    rf"[\[({{<\"'«]{{0,3}}\s?(?:{PATTERNS}|{TEMPLATE}|{NOTHING})\s?[\])}}>\"'»]{{0,3}}", re.I
)


def plain_header(text: str) -> str:
    """`text` as `Key: value` where it is a header line of another shape with a known key; else as it is."""
    if not text or len(text) > MAX_LINE:
        return text
    for shape in SHAPES:
        match = shape.match(text)
        if match and find_key_name(match["key"]):
            value = match["value"].strip().strip("*_`").strip()
            return f"{match['key'].strip()}: {value}"
    return text


def is_placeholder(value: str) -> bool:
    """Whether the value says only that there is none."""
    return PLACEHOLDER.fullmatch(value.strip()) is not None
