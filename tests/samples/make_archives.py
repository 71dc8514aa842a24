"""Makes the archives in `inbox/gannet-clippings/`: a zip, a compressed WARC and an mbox. `python tests/samples/make_archives.py`

A monitoring service sends what others published: some of it are samples of this inbox under other names.
"""

import gzip
import io
import zipfile
from pathlib import Path

INBOX = Path(__file__).parent / "inbox"
FOLDER = INBOX / "gannet-clippings"

COPIED = INBOX / "meridian-news-agency" / "20250928-lagos-metro.txt"
KELP = """Title: Kelp farm off Oban lands its first harvest
Author: Struan MacVicar
Date: 2025-09-28 17:30 +01:00
Source: Lorn Shoreline
Language: en

A kelp farm between Oban and the island of Kerrera has landed its first 64 tonnes of seaweed, two years after the ropes were laid.

Three people cut it from a barge in nine days. Most of the harvest goes to a bakery in Glasgow and to a maker of buttons in Paisley, farmer Eilidh Nimmo said.

The harbour board gave a licence for ten years in 2023, against the votes of the creel fishermen. They say that the ropes cost them a quarter of their ground.

Nimmo wants to double the number of ropes to 120 before next summer.
"""

FERRY_PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Electric ferry starts - Scapa Mirror</title>
<link rel="canonical" href="https://www.scapamirror.example/news/electric-ferry-shapinsay">
<meta property="og:type" content="article"><meta property="og:title" content="Electric ferry sets off for Shapinsay">
<meta property="article:published_time" content="2025-09-27T07:10:00+01:00"><meta name="author" content="Freya Sclater"></head>
<body><nav><a href="/">Home</a> <a href="/tides">Tides</a></nav>
<article><h1>Electric ferry sets off for Shapinsay</h1><p class="byline">By Freya Sclater</p>
<p>The Orkney islands have put their first battery-powered ferry into service and retired a diesel ship that had crossed to Shapinsay since 1989.</p>
<p>The Norna carries 91 passengers and 12 cars and needs 35 minutes for the crossing, the operator Pentland Lines said. Her batteries, which weigh 34 tonnes, are charged at night from wind turbines on Burgar Hill.</p>
<p>She cost 21 million pounds, of which the Scottish government paid two thirds, transport convener Mhairi Linklater told passengers on the pier in Kirkwall.</p>
<p>Shapinsay's shop gave free bannocks to everyone who came with the first crossing.</p>
<p>A second ferry, for Rousay, is due in May 2027. Its order went to a yard in Gdansk after two Scottish builders had declined to bid.</p>
</article><footer><p>Scapa Mirror, Victoria Street, Stromness</p></footer></body></html>
"""
WELL_PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A well under the car park - Scapa Mirror</title>
<link rel="canonical" href="https://www.scapamirror.example/news/well-under-car-park">
<meta property="og:type" content="article"><meta property="og:title" content="Builders find a Norse well under the car park">
<meta property="article:published_time" content="2025-09-27T18:40:00+01:00"><meta name="author" content="Torquil Heddle"></head>
<body><nav><a href="/">Home</a> <a href="/tides">Tides</a></nav>
<article><h1>Builders find a Norse well under the car park</h1><p class="byline">By Torquil Heddle</p>
<p>Workers who were laying a cable in Stromness have found a stone well that is at least 800 years old, four metres below the car park of the fish market.</p>
<p>The shaft is lined with 212 slabs and still holds water. A comb of antler and half a wooden ladle lay on its floor, county archaeologist Signe Isbister said.</p>
<p>The cable will take a detour of six metres. Isbister wants to put glass over the well, and the council is looking for 40,000 pounds.</p>
</article><footer><p>Scapa Mirror, Victoria Street, Stromness</p></footer></body></html>
"""

SQUIRRELS = """Red squirrels swim to islands of Loch Lomond
By Catriona Weir and Magnus Corrigall
28 September 2025

BALLOCH, Scotland (SKP) - Red squirrels have reached 11 of the 22 larger islands in Loch Lomond without any help, a survey with 160 cameras has found, and foresters think that they swim.

Nobody had recorded the animals on the islands before 2016. The Trossachs Woodland Survey now puts their number at 340, biologist Rhona Abercrombie said.

"One of them came out of the water at Inchmurrin, shook itself and went straight up an oak," Abercrombie said. "We have it on film, and we have watched it forty times."

Grey squirrels, which carry a virus that kills the red ones, have been seen on the western shore at Luss. The survey wants 90,000 pounds for traps there before the spring.

The longest crossing that the cameras recorded is 410 metres.
"""
MAILS = f"""From alerts@gannetclippings.example Sun Sep 28 06:45:02 2025
From: Gannet Clippings <alerts@gannetclippings.example>
To: desk@client.example
Subject: Arran distillery pays its pickers in whisky
Date: Sun, 28 Sep 2025 06:45:00 +0100
Message-ID: <20250928-0645.7@gannetclippings.example>
Content-Type: text/plain; charset=utf-8

A distillery on Arran pays 26 people who pick juniper for its gin in
bottles, and the labour inspectorate in Glasgow wants to know why.

Each picker gets one bottle for four kilos of berries, the owner of Sannox
Spirits, Blair Tennant, said. He calls it a custom of the island and says
that nobody has complained.

The inspectors have asked for the books of three years. A hearing is set for
14 November in Brodick.

From alerts@gannetclippings.example Sun Sep 28 07:15:03 2025
From: Gannet Clippings <alerts@gannetclippings.example>
To: desk@client.example
Subject: Your clipping of today
Date: Sun, 28 Sep 2025 07:15:00 +0100
Message-ID: <20250928-0715.8@gannetclippings.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="clip-0715"

--clip-0715
Content-Type: text/plain; charset=utf-8

Please find the article attached.

--clip-0715
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename="squirrels.txt"

{SQUIRRELS}
--clip-0715--

"""


def zip_members() -> dict[str, bytes]:
    """Two clippings: an agency's text as it is in this inbox, and one that is only here."""
    return {"2025-09-28/lagos.txt": COPIED.read_bytes(), "2025-09-28/kelp.txt": KELP.encode()}


def zip_bytes() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in zip_members().items():
            member = zipfile.ZipInfo(name, (2025, 9, 28, 19, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return stream.getvalue()


def warc_records() -> list[bytes]:
    """A crawl (ISO 28500): what the crawler says of itself, then a request and a response for each of two pages."""
    fields = b"software: by hand\r\nformat: WARC File Format 1.0\r\n"
    records = [warc_record(0, "warcinfo", "", "application/warc-fields", fields)]
    for number, (name, page) in enumerate(
        [("electric-ferry-shapinsay", FERRY_PAGE), ("well-under-car-park", WELL_PAGE)], 1
    ):
        address = f"https://www.scapamirror.example/news/{name}"
        request = f"GET /news/{name} HTTP/1.1\r\nHost: www.scapamirror.example\r\n\r\n".encode()
        body = page.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        kind = "application/http; msgtype="
        records.append(warc_record(2 * number - 1, "request", address, kind + "request", request))
        records.append(warc_record(2 * number, "response", address, kind + "response", head.encode() + body))
    return records


def warc_record(number: int, kind: str, address: str, content_type: str, block: bytes) -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:9d1f3c52-0000-4000-8000-{number:012}>",
        f"WARC-Date: 2025-09-28T05:00:{number:02}Z",
        *([f"WARC-Target-URI: {address}"] if address else []),
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def warc_bytes() -> bytes:
    """Each record compressed by itself, as crawlers do."""
    return b"".join(gzip.compress(record, mtime=0) for record in warc_records())


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "clippings-2025-09-28.zip").write_bytes(zip_bytes())
    (FOLDER / "scapa-mirror.warc.gz").write_bytes(warc_bytes())
    (FOLDER / "alerts.mbox").write_bytes(MAILS.encode())


if __name__ == "__main__":
    main()
