"""What is left beside the news: check sums, logs, code, data, notes on files; and the news that looks so."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats import read
from newsfold.model import Record
from newsfold.text.no_news import find_no_news

SENTENCE = "The harbour of Oban opened again after a storm closed it for two days, the port office said."
SUM = "9e10" * 8
KINDS = {
    "sums": f"{SUM}  alda.xml\n{SUM} *brack.xml",
    "sums of one file": f"MD5 (alda.xml) = {SUM}",
    "sums behind names": f"alda.xml {SUM}\nbrack.xml {SUM}",
    "a sum alone": SUM,
    "checks": "SHA256 (alda.tar.gz) = " + "ab" * 32 + "\nSHA256 (brack.tar.gz) = " + "cd" * 32,
    "base64": base64.b64encode(SENTENCE.encode() * 4).decode(),
    "base64 in lines": base64.encodebytes(SENTENCE.encode() * 4).decode(),
    "data address": "data:image/png;base64," + base64.b64encode(SENTENCE.encode()).decode(),
    "log": "2025-09-27T10:15:00Z ERROR [main] fetcher - no answer\n2025-09-27T10:15:01Z INFO [main] fetcher - 3 files",
    "log with the level first": "INFO 2025-09-27 10:15:00 got 12 files from the desk of the agency\n" * 4,
    "syslog": "Sep 27 10:15:00 desk fetcher[12]: got 12 files\nSep 27 10:15:01 desk fetcher[12]: retry 1 of 3",
    "web log": '192.0.2.1 - - [27/Sep/2025:10:15:00 +0000] "GET /a1 HTTP/1.1" 200 512 "-" "reader"\n' * 3,
    "failed": 'Traceback (most recent call last):\n  File "fetch.py", line 3, in <module>\nValueError: no file',
    "failed in java": "java.lang.NullPointerException: file\n\tat org.desk.Fetch.run(Fetch.java:12)",
    "style": ".a { color: red; }\n\n@media print {\n  .a { display: none; }\n}\n",
    "script": "function greet(name) {\n  const text = `hello ${name}`;\n  return text;\n}\n\ngreet('Alda');\n",
    "script in one line": '!function(e,t){"use strict";var n=e.document,r=t||{};r.a=function(){return n.title}}(window,{});',
    "python": "from pathlib import Path\n\nclass Desk:\n    def read(self, path):\n        return Path(path).read_text()\n",
    "shell": "#!/bin/sh\nset -e\nfor f in *.xml; do\n  echo $f\ndone\n",
    "query": "SELECT id, title FROM article WHERE day = '2025-09-27';\nINSERT INTO article VALUES (1, 'Storm');\n",
    "java": "package org.desk;\n\npublic class Main {\n    public static void main(String[] args) {\n        run();\n    }\n}\n",
    "settings": "[desk]\nname = alda\npath = /var/news\n\n[feed]\nurl = https://alda.example/feed\n",
    "environment": "NAME=alda\nROOM=north\nFOLDER=news\n",
    "difference": "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n",
    "robots": "User-agent: *\nDisallow: /search\nSitemap: https://alda.example/sitemap.xml\n",
    "key": "-----BEGIN PGP MESSAGE-----\n\nhQEMA7Zq\n-----END PGP MESSAGE-----\n",
    "subtitles": "1\n00:00:01,000 --> 00:00:03,000\nHello there.\n\n2\n00:00:04,000 --> 00:00:06,000\nGood evening.\n",
    "lyrics": "[00:01.00]Hello there\n[00:04.50]Good evening\n",
    "bytes": "00000000: 4865 6c6c 6f20 776f 726c 640a 0000 0000  Hello world.....\n" * 3,
    "files": "total 8\n-rw-r--r-- 1 desk desk 512 Sep 27 10:15 alda.xml\n-rw-r--r-- 1 desk desk 512 Sep 27 10:15 brack.xml\n",
    "names of files": "2025/09/27/alda.xml\n2025/09/27/brack.xml\n2025/09/28/mill.xml\n",
    "addresses": "https://alda.example/a1\nhttps://alda.example/a2\n",
    "addresses with days": "https://alda.example/a1 2025-09-27\nhttps://alda.example/a2 2025-09-28\n",
    "numbered addresses": "1. https://alda.example/a1\n2. https://alda.example/a2\n",
    "rows": "8\t2025\tALD\t3.5\tAlda\n9\t2025\tBRK\t4.5\tBrack\n",
    "rows with semicolons": "8;2025;ALD;3.5;Alda\n9;2025;BRK;4.5;Brack\n7;2025;MIL;1.5;Mill\n",
    "numbers": "12 34 56\n78 90 12\n3.14 2.71\n",
    "number": "4711",
    "a word": "x",
    "trial": "TEST TEST TEST",
    "trial of an agency": "This is a test message, please ignore.",
    "trial in German": "Testmeldung - bitte ignorieren",
    "message": "404 Not Found",
    "denied": "Access denied.",
    "answer": "Internal Server Error",
    "filler": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
    "note": "README\n\nThis directory contains the daily export. All files are named by day.\n",
    "note in German": "# Export\n\nDieser Ordner enthält den täglichen Export. Dateien sind nach dem Tag benannt.\n",
    "note in French": "Lisez-moi\n\nCe dossier contient les dépêches du jour. Les fichiers portent le nom du jour.\n",
    "licence": "MIT License\n\nCopyright (c) 2025 Alda\n\nPermission is hereby granted, free of charge, to any person.\n",
    "pointer": "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab" * 32 + "\nsize 12345\n",
}  # fmt: skip
NEWS = {
    "flash": "Aldenport harbour reopens: port office",
    "two words": "Pope dies",
    "sentence": SENTENCE,
    "ideographs": "台风关闭港口",
    "report on code": f"Ferry firm leaks its code\n\n{SENTENCE}\n\nimport os\nprint(os.environ)\n\nThe firm said so on Monday.",
    "report on sums": f"Hash found\n\n{SUM}\n\n{SENTENCE}",
    "addresses below": f"Links of the day\n\n{SENTENCE}\n\nhttps://alda.example/a1\nhttps://alda.example/a2\nhttps://alda.example/a3",
    "results": "FOOTBALL RESULTS\n\nAlda 2 Brack 1\nMill 0 Home 0\nOban 3 Luing 3",
    "standings": "League table\n\nAlda 12 8 3 1 27\nBrack 12 7 2 3 23\nMill 12 5 5 2 20",
    "programme": "Tonight on TV\n\n18:00 News\n18:30 Weather\n19:00 Film: The Long Pier",
    "lottery": "Lotto numbers for Saturday\n\n3, 14, 15, 28, 35, 41\nBonus: 7",
    "prices": "Top ten by volume\n\nALDP 86,823,000 0.012 0.001\nBRCK 43,234,314 0.001 0.00\n\nSource: Coast Markets",
    "ticker": "Storm ticker\n\n10:15 The harbour closes\n10:30 The ferry turns back\n11:00 The wind drops",
    "ticker with days": f"2025-09-27 10:15:00 {SENTENCE}\n2025-09-27 10:30:00 {SENTENCE}",
    "errors": "Error at the port: 404 boats not found\n\nThe harbour office said that it could not find the boats of 404 owners.",
    "on a folder": "Minister finds lost folder\n\nThis folder contains the names of 300 officials, he said. Police look for him.",
    "on files": "Files leaked\n\nThe files are said to name the minister. She denied it on Monday.",
    "test": "Test match: Alda beat Brack",
    "on tests": "Test driver dies in Oban",
    "poem": "The tide\n\nThe tide comes in,\nthe tide goes out,\nthe boats turn round",
    "dialogue": "- Where were you?\n- At sea.\n- And then?\n- I came home.",
    "Thai": "ท่าเรือเปิดหลังพายุ\n\nท่าเรือหินเก่าเปิดให้บริการอีกครั้งหลังพายุทำให้ต้องปิดสองวัน สำนักงานท่าเรือกล่าว",
    "Arabic": "أعيد فتح ميناء الحجر القديم بعد عاصفة أغلقته يومين",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_news_is_told(kind: str) -> None:
    found = find_no_news(KINDS[kind])
    assert found is not None
    assert found[0] == ("pointer" if "addresses" in kind else "no_article")


@pytest.mark.parametrize("kind", NEWS)
def test_news_that_looks_so_is_news(kind: str) -> None:
    assert find_no_news(NEWS[kind]) is None


def test_it_is_refused_with_what_it_is() -> None:
    [item] = read(KINDS["log"].encode(), name="fetch.log")
    assert not isinstance(item, Record)
    assert (item.reason_code, item.detail) == ("no_article", "the text is a log")


@given(st.text(max_size=400), st.sampled_from(sorted(KINDS.values())))
def test_a_sentence_makes_a_text_news_and_nothing_raises(text: str, other: str) -> None:
    find_no_news(text)
    find_no_news(other + text)


@given(st.lists(st.sampled_from(["base64", "style", "query", "rows", "numbers", "addresses"]), max_size=3))
def test_one_sentence_among_them_makes_it_news(kinds: list[str]) -> None:
    assert find_no_news("\n".join([*(KINDS[kind] for kind in kinds), SENTENCE])) is None
