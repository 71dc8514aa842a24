"""The numbers of the judgement of events, and where they were measured. Monotone: each thing in common only adds."""

from typing import NamedTuple

#: Bonds are looked for between stories whose days lie so near; an event spans twice as many at most.
NEAR_DAYS = 3
#: Stories of one language are looked at where their heaviest terms have this cosine.
LEAST_TERMS = 0.15
#: A word of a headline tells something from this weight on.
HEADLINE_WEIGHT = 2.0
#: Added to what a share is taken of: little that is shared says little.
HEADLINE_PRIOR = 3.0
SHARE_PRIOR = 1.5
#: What each day between two stories takes.
DAY = 0.45
#: And how much more where the headlines have nothing in common: two things that one person did on two days, not one.
UNLIKE_HEADLINES = 0.4
#: What nothing makes up for.
BEYOND = 100.0
#: Stories with a smaller share of names in common are mostly two fillings of one form (quarterly results,
#: dividends, sales of a month): of 9,876 such pairs in ten days of a newswire nine in ten share none, of the 135 pairs of one
#: event 2 in 100 less than .16.
FEW_NAMES = 0.15
NAMELESS = 60.0
#: Stories of two days with so many figures each and a smaller share of them in common are a form that is filled each day; with
#: still more figures nothing makes up for it.
MANY_FIGURES = 3
FORM_FIGURES = 6
FEW_FIGURES = 0.2
RECURRING = 6.0
#: In two languages nothing is joined without names or figures in both.
LEAST_NAMES = 0.08
#: Where the bar lies on the scale of probabilities.
SCORE_SHIFT = 0.5


class Weights(NamedTuple):
    """What each share adds, and the bar."""

    terms: float = 0.0
    headline: float = 0.0
    meaning: float = 0.0
    names: float = 0.0
    figures: float = 0.0
    bar: float = 0.0


#: Stories of one language, by whether both have a headline and a vector. Logistic fits with weights of at least 0 on 135 pairs of
#: independent reports of 45 events by three outlets against the 8,910 other pairs of these; the bar is raised by 1, since
#: these are of many years and the stories of one week have more in common.
WITHIN = {
    (True, True): Weights(terms=11.8, headline=9.1, meaning=5.6, bar=11.5),
    (True, False): Weights(terms=13.2, headline=10.0, bar=9.3),
    (False, True): Weights(terms=16.3, meaning=7.5, bar=11.7),
    (False, False): Weights(terms=19.3, bar=8.8),
}
#: Stories in two languages, on 83 documents in nine languages: of pairs of two documents four in 10,000 are bound (a third of
#: these are of one event), of pairs of one document .74; without vectors three in 10,000 and .6. Names weigh much, since they are
#: what two independent reports share: half of the names in both and a cosine of .45 have six pairs of two documents in 100,000.
ACROSS = Weights(names=10.0, figures=3.0, meaning=10.0, bar=8.9)
ACROSS_BY_NAMES = Weights(names=10.0, figures=6.0, bar=5.0)
