"""Invented reports: one, the same in other words, and another newsroom's own report of the same event."""

import pytest

REPORT = """The council of Harborough voted on Tuesday to close the Milford Street swimming pool from 1 March, after \
engineers found that the roof of the 1962 building could no longer be repaired.

Leisure director Ingrid Sandoval told councillors that a new roof would cost 4.7 million pounds. The survey by the firm \
Tarrant and Hale, which took 11 weeks, found rust in 38 of the 52 steel beams.

About 2,300 residents use the pool each week, among them the Harborough Otters swimming club. Its chairman, Desmond \
Achterberg, said the members would have to travel 19 miles to Wexcombe for their training.

Councillor Priya Ramanathan, who voted against the closure, asked why the beams had not been inspected since 2009. \
Sandoval replied that the inspections had been cut in the budget of that year.

The site will be sold to the housing association Northgate, which plans 64 flats there. The council wants to use the \
proceeds for a smaller pool beside the Kestrel sports hall, to be opened in 2029."""

REWRITE = """Swimmers in Harborough will lose the Milford Street pool on 1 March: on Tuesday the town's council decided to \
shut it, because its roof, built in 1962, is past repair according to engineers.

Replacing the roof would have cost 4.7 million pounds, said Ingrid Sandoval, the director for leisure. In a survey of 11 \
weeks the company Tarrant and Hale had discovered that 38 of 52 beams of steel were rusty.

Each week some 2,300 people come to swim, and the Harborough Otters club trains there. Desmond Achterberg, who chairs the \
club, pointed out that Wexcombe, where its members must now go, is 19 miles away.

One of those against was councillor Priya Ramanathan. She wanted to know the reason why nobody had inspected the beams \
after 2009. That year's budget had cut inspections, was the answer of Sandoval.

Northgate, a housing association, is to buy the site and put up 64 flats. With the money the council hopes to open a \
smaller pool in 2029, next to the Kestrel sports hall."""

INDEPENDENT = """Families gathered outside the town hall in Harborough on Tuesday evening with towels and rubber ducks, hoping \
to change minds. They failed. By nine o'clock the decision was out: the Milford Street baths are finished.

For Maureen Oyelaran, 71, who learned to float there as a girl, it felt like a death. She had collected signatures at the \
market since autumn, and brought them along in a shopping bag.

Mayor Colin Baptiste defended the vote. Safety comes first, he said, and no administration would gamble with falling \
steel. He promised that schools would be given buses to other towns, at a price of 90,000 pounds a year.

Opposition leader Priya Ramanathan called the bus plan a joke. Children would spend longer on the road than in the water, \
she argued, and teachers had not been consulted at all.

Campaigners are now talking to a lawyer. A hearing could be held in Wexcombe before Easter, their spokesman Tobias Lindqvist \
said, if enough donations come in."""

UNRELATED = """Beekeepers on the island of Sollund expect their best harvest in a decade. Warm weeks in May and June let the \
heather flower early, and the association counts 410 hives, twice as many as in 2015.

Its president, Astrid Halvorsen, warned that prices might fall. A jar now costs 85 crowns on the market of Vestervik. The \
dairy cooperative Fjellmelk has offered to sell the honey in 120 of its shops.

A young researcher, Jonas Eide, is mapping the hives with small sensors. He hopes to learn why the colonies of Sollund \
are spared by the mites that trouble the mainland."""

FORM = """Stocks of wheat in the silos of the port of Brenmoor fell to {} tonnes last week, the harbour office said on Monday. \
Ships from the eastern provinces brought in {} tonnes, while the mills of Dunvale and Wexcombe took {} tonnes for flour. In the \
same week of the year before, the stocks of the port had stood at {} tonnes, according to the yearbook of the harbour office."""


@pytest.fixture
def form() -> str:
    return FORM


@pytest.fixture
def report() -> str:
    return REPORT


@pytest.fixture
def rewrite() -> str:
    return REWRITE


@pytest.fixture
def independent() -> str:
    return INDEPENDENT


@pytest.fixture
def unrelated() -> str:
    return UNRELATED
