"""What was done, by whom and to what."""

from tests.ui.test_source_pages import query, shown


def test_each_act_says_who_did_what_to_what(desk):
    client = desk.client()
    client.post("/sources/pause", data={"slug": "erle-wire", "reason": "<u>moving</u>"})
    client.post("/sources/fetch", data={"slug": "erle-wire"})
    client.post("/quarantine/replay-all", data={"reason": "binary", "source": "erle-wire", "dry_run": "true"})
    (record,) = query(desk.newsroom, "select rejected_record_id as number from ops.rejected_record")
    client.post("/quarantine/dismiss", data={"record": str(record.number), "note": "a test file"})
    text = shown(client.get("/done"))
    for words in (
        "ada <b> paused erle-wire <u>moving</u>",
        "ada <b> fetched erle-wire dag: news_ingest; dag_run: manual__1",
        "reason: binary; source: erle-wire",
        "dry_run: True",
        f"ada <b> dismissed refused record {record.number} a test file",
    ):
        assert words in text
    found = shown(client.get("/done?acts.q=moving&acts.sort=-decided_at"))
    assert "paused" in found
    assert "a test file" not in found


def test_where_nobody_did_anything_that_is_said(desk):
    assert "Nobody has decided anything yet." in shown(desk.client().get("/done"))
