"""The constants of the relation, one table. A change of any of them, or of what they weigh, is a new `METHOD`."""

METHOD = "newsfold-1"

# A near copy: shares of the 5-word runs.
COPY_JACCARD = 0.3
COPY_CONTAINMENT = 0.5
# The digest veto: the shorter text is in the longer one, which is several times as long and opens with something else.
DIGEST_JACCARD = 0.25
CUT_HEAD = 0.25

# The template veto: both texts have so many numbers and share less than this of them.
TEMPLATE_NUMBERS = 4
TEMPLATE_SHARE = 0.5
# The score of a pair that a veto keeps apart is at most this.
VETO_SCORE = 0.2

# A rewrite: weights of the three signals, and the bar that their sum must reach.
NAMES = 3.35
SENTENCES = 8.45
ORDER = 3.2
BAR = 5.5
# What raises the bar: each halving of the shorter text below BRIEF_WORDS; each day between the publications, since later
# texts on a matter are mostly new reports; and one publisher for both, whose second text is mostly a follow-up.
BRIEF = 1.0
BRIEF_WORDS = 200
DAY = 1.0
SAME_PUBLISHER = 2.5

# From the sum over the bar to the probability of one report, fitted on 68,333 labelled pairs that share some heavy terms.
# The bar itself is at .92; of the pairs over it .994 were one report.
SCORE_SLOPE = 1.7
SCORE_SHIFT = 2.4
