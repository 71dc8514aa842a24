"""The constants of the relation, one table.

A change of any that decides, or of what they weigh, is a new `METHOD`; of the curves of the score, a new `CALIBRATION`.
"""

from typing import NamedTuple

METHOD = "newsfold-5"

# A near copy: shares of the 5-word runs.
COPY_JACCARD = 0.3
COPY_CONTAINMENT = 0.5
# The digest veto: the shorter text is in the longer one, which is several times as long and opens with something else.
DIGEST_JACCARD = 0.25
CUT_HEAD = 0.25

# The template veto: both texts have so many numbers and share less than this of them.
TEMPLATE_NUMBERS = 4
TEMPLATE_SHARE = 0.5
# The form veto: copied text whose names, numbers and opening differ by this much, both shares of what is missing added up. One
# word of a brief is more of it than of a long text. Where less is copied, more must differ. Of 250 texts that were sent twice
# 249 differ by less than .08, of 38 weekly ones 34 by more than .28.
FORM_CHANGE = 0.28
FORM_CHANGE_BRIEF = 0.12
# On another day one word of a brief, or two numbers of a short text, are enough: a form that is filled anew is sent each day.
FORM_CHANGE_BRIEF_LATER = 0.06
TEMPLATE_NUMBERS_LATER = 2
FORM_CHANGE_PARTLY = 0.36
# Days later the form is the likelier reading, and the more so where one publisher sends both.
FORM_CHANGE_LATER = 0.1
FORM_CHANGE_AGAIN = 0.05
FORM_WORDS = 150
FORM_WORDS_BRIEF = 60
# Two papers print one short text under headlines of their own: so much of it is copied, and so many names and all figures are in
# both. What is filled anew has others, and a wall has none.
REPRINT_JACCARD = 0.75
REPRINT_NAMES = 0.7
REPRINT_FILLED = 0.98
# A correction on the day or the next keeps the opening, and nearly all names and figures. Where the opening is another one, more
# of them are kept, and there are figures or the text is long.
RESENT_DAYS = 1
RESENT_LEAD = 0.9
RESENT_FILLED = 0.85
RESENT_NUMBERS = 0.8
REOPENED_FILLED = 0.93
REOPENED_NUMBERS = 2
# The block veto: less than this of what the sentences say that only one text has is found in what both have. So it is with
# what a site prints beside its articles, and with background that two reports share.
LEAST_TIED = 0.28
# The veto of others: two short texts in other words that open with other names tell of others. Bonds, ratings, dividends of two
# firms may have all figures in common. Of 102 rewrites of that length none has less.
LEAST_ACTORS = 0.55
# The score of a pair that a veto keeps apart is at most this.
VETO_SCORE = 0.01
# Paragraphs taken over into another report, or background that two reports share: so much is copied, and of the sentences hardly
# more match. Of 1,130 rewrites with so much copied text that are well over the bar none is like that. Under the bar they score
# at most this.
PART_COPIED = 0.15
PART_MORE = 0.12
PART_SCORE = 0.2

# A rewrite: weights of the three signals, and the bar that their sum must reach.
NAMES = 3.35
SENTENCES = 8.45
ORDER = 3.2
# More matching sentences than this say no more: of 19 links of a background with hardly any shared text 2 hung on them, of 2,321
# rewrites none.
MOST_SENTENCES = 0.65
BAR = 5.55
# What takes from the sum: fewer names in common than this, by the share that is missing. Of 1,807 rewrites 4 have less than .25,
# but so has what happens alike in two places and is told by the same sentences.
LEAST_NAMES = 0.3
FEW_NAMES = 10.0
# What raises the bar: each halving of the shorter text below BRIEF_WORDS; the days between the publications, since later
# texts on a matter are mostly new reports: the first day, and a little more each time that the distance doubles; and one
# publisher for both, whose second text is mostly a follow-up.
BRIEF = 0.8
BRIEF_WORDS = 200
# What lowers it again where the shorter text has less than half of that, and two publishers tell it: all of its figures are in
# the other one, at least so many; from this share of them on.
BRIEF_FIGURES = 1.0
FEWEST_BRIEF_FIGURES = 2
BRIEF_FIGURES_SHARE = 0.9
DAY = 0.95
DAY_DOUBLED = 0.21
# So far apart may two tellings of one report lie, where no setting says otherwise; beyond, only copied text counts.
REWRITE_DAYS = 45
BEYOND_WINDOW = 50.0
SAME_PUBLISHER = 3.2


class CrossingWeights(NamedTuple):
    """What a share of each kind gives to the sum for a translation, and the bar that the sum must reach."""

    bar: float
    figures: float
    meaning: float = 0.0
    names: float = 0.0
    telling: float = 0.0


# A translation: with vectors, by names and figures, by figures alone. Fitted on half of 83 news documents in 16 languages,
# each held against all the others; the bars keep two newsrooms' reports of one football match apart. On the other half,
# nothing wrong in 108,000 pairs of two documents.
CROSSING_SUMS = (
    CrossingWeights(28.8, figures=17.6, meaning=35.0, names=2.3),
    CrossingWeights(17.3, figures=13.8, names=32.8),
    CrossingWeights(12.5, figures=13.0, telling=8.0),
)
# More shared names than this say nothing more: reports on the same people are many. Where both texts have vectors and these
# are less alike than that, names and figures are those of another report.
MOST_NAMES = 0.35
LEAST_MEANING = 0.45
# Across two scripts the encoder's cosines are lower, of what is one report (.59 in the mean against .70 in one script) and of
# what is not (one in a thousand pairs of 83 documents has .41, against .46): so much is added there.
TWO_SCRIPTS = 0.03
# What raises the bar: short texts, and distance in time.
CROSSING_BRIEF = 2.0
CROSSING_WORDS = 120
CROSSING_DAY = 0.04
# Where names and figures together share less than this, nothing but meaning speaks for it.
LEAST_CROSSING = 0.05
ALONE = 30.0
CROSSING_SLOPE = 0.9
CROSSING_SHIFT = 2.0

# From the distance to the bar, or from the share of copied word runs, to the probability of one report: two curves. The first
# goes through these points (the distance, and how often pairs there are one report), between them in a straight line of log-odds
# and beyond them with the slope. It was fitted on 18,385 candidate pairs of a background, each counted half, 7,655 labelled pairs
# and 3,003 of the kinds that are easily taken wrong; the second on 720 labelled pairs with copied text. Where rewrites are rarer,
# a score just under the bar says too much.
SCORE_POINTS = (
    (-4.4, 0.035),
    (-3.1, 0.085),
    (-2.4, 0.17),
    (-1.7, 0.33),
    (-1.15, 0.6),
    (-0.65, 0.75),
    (-0.2, 0.83),
    (0.85, 0.981),
    (2.8, 0.9995),
)
SCORE_SLOPE = 1.28
COPY_SLOPE = 11.0
COPY_SHIFT = -4.7
#: Which fit of the curves a score was made with. It stands in the evidence of each link: decisions hang on the bar alone, so
#: another fit is no new `METHOD`, and any stored score can be made again from the features, days and publishers beside it.
CALIBRATION = 5
