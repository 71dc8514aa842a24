"""A day of which it is known whose words are printed: the shares that analysts see are those, by source and for all."""

from contextlib import closing

from bench.origin_cost import WITHIN, measure_day, workspace
from bench.reused_news import AGENCIES, PAPERS, printed_day, true_shares
from newsfold.store.connection import connect


def test_shares_of_own_agency_and_copied_words_are_within_a_point(database_url, tmp_path, capsys):
    with closing(connect(database_url)) as connection:
        off = measure_day(workspace(tmp_path, connection), 120, 5)
    assert off <= WITHIN, capsys.readouterr().out


def test_the_day_has_all_kinds_in_the_order_of_publication():
    day = printed_day(200, 1)
    assert [each.at for each in day] == sorted(each.at for each in day)
    assert {each.source for each in day} == {*AGENCIES, *PAPERS}
    shares = true_shares(day)["all"]
    assert shares["agency"] > 0.1
    assert shares["others"] > 0.01
    assert abs(sum(shares.values()) - 1) < 1e-9
