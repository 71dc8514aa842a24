import pytest

from newsfold.text.charsets import find_codec, find_stream_encoding


@pytest.mark.parametrize(
    ("start", "content_type", "encoding"),
    [
        (b"\xef\xbb\xbf<rss>", "text/xml; charset=iso-8859-2", "utf-8"),
        (b"<\0r\0s\0s\0", "", "utf-16-le"),
        (b"<?xml version='1.0' encoding = 'iso-8859-2'?><rss>", "text/xml; charset=utf-8", "iso8859-2"),
        (b"<html><meta charset=koi8-r>", "", "koi8-r"),
        (b"<rss>", "text/xml; charset=windows-1251", "cp1251"),
        (b"<?xml version='1.0' encoding='utf-16'?><rss>", "", "utf-8"),  # its bytes would have shown it
        (b"<?xml version='1.0' encoding='utf-7'?><rss>", "text/xml; charset=koi8-r", "koi8-r"),
        (b"charset=koi8-r is what this list is about", "", "utf-8"),
        (b"<rss>", "", "utf-8"),
    ],
)
def test_a_stream_is_read_as_its_start_or_its_server_says(start, content_type, encoding):
    assert find_stream_encoding(start, content_type) == encoding


@pytest.mark.parametrize("name", ["utf-7", "idna", "punycode", "hex", "no-such-thing", "", None])
def test_what_is_no_encoding_of_documents_is_none(name):
    assert find_codec(name) is None
