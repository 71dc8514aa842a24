"""The judged queries are whole, and nDCG is what it is called."""

import math

from bench.search_relevance import ndcg, read


def test_each_answer_is_an_article_and_each_query_is_asked_once():
    judged = read()
    asked = [(query, answers) for queries in judged["queries"].values() for query, answers in queries]
    assert len(asked) == len({query for query, _ in asked}) == 122
    for query, answers in asked:
        assert answers.keys() <= judged["articles"].keys(), query
        assert set(answers.values()) <= {1, 2, 3}, query


def test_the_gain_of_a_place_falls_with_its_logarithm():
    answers = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], answers) == 1
    assert math.isclose(ndcg(["b", "a"], answers), (1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3)))
    assert ndcg(["x", "y"], answers) == ndcg([], answers) == 0
    assert (ndcg([], {}), ndcg(["x"], {})) == (1, 0)
