"""The names that RDFa gives what a page shows, by those that microdata has for the same. https://www.w3.org/TR/rdfa-lite/"""

from functools import lru_cache

from newsfold.text.data_files import read

PREFIXES = {
    written: name for name, found in read("header_names")["rdfa_prefixes"].items() for written in found
}
TERMS: dict[str, str] = read("header_names")["rdfa"]
NAMESPACES = tuple(written for written in PREFIXES if "/" in written)


@lru_cache(maxsize=4_096)
def microdata_name(term: str) -> str:
    """What schema.org calls a term of another vocabulary (`dcterms:created`: `datePublished`); a term without one as it is."""
    prefix, name = divided(term)
    if prefix == "schema":
        return name
    return TERMS.get(f"{prefix}:{name}", term) if prefix else term


@lru_cache(maxsize=4_096)
def dotted_name(name: str) -> str:
    """`dcterms:created` in the name of a `<meta>` as it is mostly written there: `dcterms.created`; other names as they are."""
    prefix, local = divided(name)
    if prefix != "dc":
        return name
    return f"{'dc' if name.startswith(('dc:', 'dc11:')) else 'dcterms'}.{local}"


def divided(term: str) -> tuple[str, str]:
    """(the vocabulary, the name in it) of a term with a prefix or a namespace; the vocabulary empty where it isn't known."""
    for namespace in NAMESPACES if "/" in term else ():
        if term.startswith(namespace):
            return PREFIXES[namespace], term.removeprefix(namespace)
    prefix, colon, name = term.partition(":")
    return (PREFIXES.get(prefix, ""), name) if colon else ("", term)
