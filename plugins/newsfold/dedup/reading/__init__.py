"""How a text is read before it is compared: as weighted words (`weighted_text`), and its figures as values (`figures`)."""

from newsfold.dedup.reading.weighted_text import SENTENCE_LIMIT, Reading, read

__all__ = ["SENTENCE_LIMIT", "Reading", "read"]
