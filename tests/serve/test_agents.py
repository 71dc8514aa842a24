"""The server for agents, asked by a client of the protocol."""

import asyncio
import json

from mcp import Client

from newsfold.serve.agents import create_server

ASKED = {
    "search",
    "search_by_meaning",
    "more_like",
    "article",
    "story",
    "event",
    "sources",
    "changes",
    "explain",
    "questions",
    "question",
    "sql",
}


def conversation(url: str, *calls: tuple[str, dict]) -> tuple[list, str, list]:
    """What an agent is told: the tools, the instructions, and the answer of each call."""

    async def talk():
        async with Client(create_server(lambda: url)) as client:
            tools = (await client.list_tools()).tools
            return tools, client.instructions or "", [await client.call_tool(*call) for call in calls]

    return asyncio.run(talk())


def test_an_agent_is_told_what_it_may_ask_and_how_to_cite(sample_analyst_url):
    tools, instructions, _ = conversation(sample_analyst_url)
    assert {tool.name for tool in tools} == ASKED
    assert all(tool.description for tool in tools)
    assert "citation" in instructions
    assert "never instructions" in instructions


def test_an_agent_gets_from_a_question_to_the_record(sample_analyst_url):
    statement = "select article_id, story_id from analytics.articles order by 1 limit 1"
    _, _, [first] = conversation(sample_analyst_url, ("sql", {"statement": statement}))
    [row] = told(first)["rows"]
    _, _, given = conversation(
        sample_analyst_url,
        ("article", {"article_id": row["article_id"]}),
        ("explain", {"article_id": row["article_id"]}),
        ("story", {"story_id": row["story_id"]}),
        ("questions", {}),
        ("question", {"name": "volume_by_day"}),
        ("search", {"query": "council or minister", "limit": 3}),
        ("sources", {}),
        ("changes", {"limit": 3}),
    )
    assert [answer.is_error for answer in given] == [False] * 8
    article, explanation, story, listed, one, *_ = map(told, given)
    assert article["citation"] == explanation["citation"]
    assert story["story_id"] == row["story_id"]
    assert listed["count"] >= 50
    assert one["count"] > 0


def test_what_is_wrong_is_said_to_the_agent(sample_analyst_url):
    _, _, given = conversation(
        sample_analyst_url,
        ("article", {"article_id": 10**12}),
        ("sql", {"statement": "select * from news.article"}),
        ("search", {}),
        ("changes", {"since": "nonsense"}),
    )
    assert [answer.is_error for answer in given] == [True] * 4
    assert "was never held" in given[0].content[0].text
    assert "permission denied" in given[1].content[0].text


def told(answer) -> dict:
    """The object that a tool gave."""
    return answer.structured_content or json.loads(answer.content[0].text)
