"""What of an article is compared: its text, with the headline before it where a short text says nothing of what that names.

So it is where a site puts the same words in place of each article (a wall, a gallery), and in the tables of agencies: the firm
stands in the headline only, and another firm may have the same figures.
"""

from newsfold.dedup.lexicon import STOP_WEIGHT, known_language, lexicon
from newsfold.dedup.words import split_words

#: Longer texts tell themselves what they are about. In characters, quick to ask.
LONGEST = 1_500
#: Less than this share of the headline's words, by weight, is in the text.
LEAST_TOLD = 0.25
#: A headline of fewer words names nothing.
FEWEST_WORDS = 2


def compared_text(body: str, headline: str | None, language: str | None) -> str:
    """Give what is compared. Depends on this one article only, so that its hash is the same whenever it comes."""
    if not headline or len(body) > LONGEST:
        return body
    lookup = lexicon(known_language(language, body))
    named = {
        word.stem: word.weight
        for word in map(lookup.__getitem__, split_words(headline, lookup.language))
        if word.weight > STOP_WEIGHT
    }
    if len(named) < FEWEST_WORDS:
        return body
    said = {lookup[spelling].stem for spelling in split_words(body, lookup.language)}
    told = sum(weight for stem, weight in named.items() if stem in said)
    return body if told >= LEAST_TOLD * sum(named.values()) else f"{headline}\n\n{body}"
