"""Run by `test_bombs.py` in a process of its own: reads each bomb, and prints by how many MB that raised this process's peak."""

import bz2
import gzip
import io
import json
import lzma
import resource
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import brotli

from newsfold.formats import read
from newsfold.formats.containers.compressed import zstd
from newsfold.model import Rejection

#: What each bomb holds: more than is read of one file, and of one member.
SIZE = 400_000_000


def packed_in_pieces(compressor) -> bytes:
    """So many bytes of nothing, without ever holding them."""
    piece = bytes(1_000_000)
    parts = [compressor.compress(piece) for _ in range(SIZE // len(piece))]
    return b"".join([*parts, compressor.flush()])


BARE = {
    "gzip": lambda: packed_in_pieces(zlib.compressobj(9, zlib.DEFLATED, 31)),
    "bzip2": lambda: packed_in_pieces(bz2.BZ2Compressor()),
    "xz": lambda: packed_in_pieces(lzma.LZMACompressor(preset=0)),
    "zstd": lambda: packed_in_pieces(zstd.ZstdCompressor()),
}


def brotli_bomb() -> bytes:
    compressor = brotli.Compressor(quality=1)
    piece = bytes(1_000_000)
    return b"".join([*(compressor.process(piece) for _ in range(SIZE // 1_000_000)), compressor.finish()])


#: As `Content-Encoding` names them.
CODINGS = {
    "gzip": BARE["gzip"],
    "deflate": lambda: packed_in_pieces(zlib.compressobj(9, zlib.DEFLATED, 15)),
    "br": brotli_bomb,
    "zstd": BARE["zstd"],
}


def zipped(method: int) -> bytes:
    """A member of a zip archive, packed piece by piece."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", method) as archive,
        archive.open("a.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(SIZE // 1_000_000):
            member.write(bytes(1_000_000))
    return file.getvalue()


def in_zip(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("inner", data)
    return file.getvalue()


def in_tar(data: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        info = tarfile.TarInfo("inner")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def in_mail(data: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Files"
    message["From"] = "desk@bastia.example"
    message["Message-ID"] = "<1@bastia.example>"
    message.set_content("\n")
    message.add_attachment(data, "application", "gzip", filename="inner")
    return message.as_bytes()


def in_mbox(data: bytes) -> bytes:
    return b"From desk@bastia.example Mon Sep 29 10:00:00 2025\n" + in_mail(data) + b"\n"


def in_warc(data: bytes, headers: str = "") -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + data
    head = (
        f"WARC-Type: response\r\nWARC-Target-URI: https://b.example/x\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return b"WARC/1.1\r\n" + head.encode() + block + b"\r\n\r\n"


def in_arc(data: bytes, headers: str = "") -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + data
    about = b"1 0 x\nURL IP-address Archive-date Content-type Archive-length\n"
    first = f"filedesc://x.arc 0.0.0.0 20250929100000 text/plain {len(about)}\n".encode() + about
    return (
        first
        + f"\nhttps://b.example/x 10.0.0.1 20250929100000 text/html {len(block)}\n".encode()
        + block
        + b"\n"
    )


def chunked(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)


WRAPPERS: dict[str, Callable[[bytes], bytes]] = {
    "zip": in_zip,
    "tar": in_tar,
    "tar.gz": lambda data: gzip.compress(in_tar(data)),
    "mail": in_mail,
    "mbox": in_mbox,
    "warc": in_warc,
    "warc.gz": lambda data: gzip.compress(in_warc(data)),
    "arc": in_arc,
    "zip in zip": lambda data: in_zip(in_zip(data)),
    "gzip": gzip.compress,
}


def bombs() -> Iterator[tuple[str, bytes]]:
    """Each packing by itself and in each container; each coding of an answer; each method of zip."""
    for name, make in BARE.items():
        data = make()
        yield name, data
        for wrapper, wrap in WRAPPERS.items():
            yield f"{name} in {wrapper}", wrap(data)
    for name, make in CODINGS.items():
        data = make()
        for container in (in_warc, in_arc):
            where = container.__name__
            yield f"{name} as Content-Encoding {where}", container(data, f"Content-Encoding: {name}\r\n")
            yield (
                f"{name} as Transfer-Encoding {where}",
                container(chunked(data), f"Transfer-Encoding: {name}, chunked\r\n"),
            )
            yield (
                f"{name} twice {where}",
                container(gzip.compress(data), f"Content-Encoding: {name}, gzip\r\n"),
            )
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield f"zip by method {method}", zipped(method)


def peak() -> float:
    """MB that this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    """Warm up, then read them all."""
    list(read(b"<html><body><p>Warm</p></body></html>", name="warm"))
    grown: dict[str, float] = {}
    refused: dict[str, list[str]] = {}
    for name, data in bombs():
        before = peak()
        refused[name] = [each.reason_code for each in read(data, name=name) if isinstance(each, Rejection)]
        grown[name] = peak() - before
    json.dump({"grown": grown, "refused": refused}, sys.stdout)


if __name__ == "__main__":
    main()
