"""Every transport, every fault of a listing, on real servers: what was found is given, and what is unknown is said.

A listing ends whole, or with gaps where it is not known, or with a failure behind which all is unknown.
"""

import asyncio
import collections
import contextlib
import itertools
import posixpath
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime

import asyncssh
import psutil
import pytest

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source
from newsfold.fetch.objects.object_stores import open_object_store
from newsfold.fetch.servers import ftp, mailboxes, remote_address
from newsfold.fetch.servers.mailboxes import open_mailbox
from newsfold.fetch.servers.remote_folders import open_remote_folder
from newsfold.fetch.transport import FailureClass, FetchError, FoundFile, Gap, instant_of, plausible
from newsfold.fetch.web.web_client import Limits

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)
DAYS = [date(2025, 9, 26), date(2025, 9, 27)]
UNIX = "-rw-r--r-- 1 u g 1234 Sep 27 06:00 {}"
FOLDER = "drwxr-xr-x 1 u g 0 Sep 27 06:00 {}"


def seen(listing: Iterable[FoundFile | Gap]) -> tuple[set[str], list[Gap], FailureClass | None]:
    """What a listing names, what it leaves unknown, and the failure that ends it."""
    names, gaps = set(), []
    try:
        for each in listing:
            if isinstance(each, Gap):
                gaps.append(each)
            else:
                names.add(each.name)
    except FetchError as error:
        return names, gaps, error.failure
    return names, gaps, None


# --- FTP ---------------------------------------------------------------------------------------------------------


class ScriptedFtp:
    """An FTP server that says what a test tells it to. `lists` are the lines by folder, without end where they are an
    iterator; `replies` what it answers a command, by its beginning, instead.
    """

    def __init__(self, lists, replies=None, machine=None, pause=0.0, cut=False) -> None:
        self.lists, self.replies, self.machine = lists, replies or {}, machine
        self.pause, self.cut = pause, cut
        self.over = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.socket.accept()
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def close(self) -> None:
        self.over.set()
        self.socket.close()

    def serve(self, client: socket.socket) -> None:
        with client, contextlib.ExitStack() as data, contextlib.suppress(OSError):
            self.talk(client, data)

    def talk(self, client: socket.socket, closing: contextlib.ExitStack) -> None:
        folder, data = "/", None

        def say(text: str) -> None:
            client.sendall(f"{text}\r\n".encode("latin-1"))

        say("220 ready")
        for line in client.makefile("rb"):
            text = line.decode("latin-1").rstrip("\r\n")
            command, _, argument = text.partition(" ")
            path = posixpath.normpath(posixpath.join(folder, argument))
            told = next((v for k, v in self.replies.items() if f"{command} {path}".startswith(k)), None)
            if told is not None:
                say(told)
            elif command in ("USER", "PASS"):
                say("230 in")
            elif command in ("TYPE", "NOOP"):
                say("200 ok")
            elif command == "PWD":
                say('257 "/"')
            elif command == "CWD" and path in self.lists:
                folder = path
                say("250 ok")
            elif command == "PASV":
                data = closing.enter_context(socket.create_server(("127.0.0.1", 0)))
                high, low = divmod(data.getsockname()[1], 256)
                say(f"227 passive (127,0,0,1,{high},{low})")
            elif command == "LIST" or (command == "MLSD" and self.machine):
                say("150 here it comes")
                self.send(data, self.lists[path])
                if self.cut:
                    return
                say("226 done")
            elif command == "MDTM":
                say("213 20250927060000")
            else:
                say("550 no such thing" if command == "CWD" else "500 unknown")

    def send(self, data: socket.socket, lines) -> None:
        connection, _ = data.accept()
        with connection, data, contextlib.suppress(OSError):
            for line in lines:
                if self.over.wait(self.pause) if self.pause else self.over.is_set():
                    return
                connection.sendall(f"{line}\r\n".encode("latin-1"))


@pytest.fixture
def ftp_listing() -> Iterator[Callable[..., Iterator[FoundFile | Gap]]]:
    """The listing of a scripted server's folder."""
    with contextlib.ExitStack() as closing:

        def listing(lists, path="/in", days=(), **script):
            server = ScriptedFtp({"/": [], **lists}, **script)
            closing.callback(server.close)
            source = Source("wire", f"ftp://127.0.0.1:{server.port}{path}", settle_seconds=0.0)
            opened = open_remote_folder(source, Credentials("desk", "word"), NOW)
            closing.callback(opened.close)
            return opened.list_files(days)

        yield listing


THREE = [UNIX.format("a.txt"), FOLDER.format("sub"), UNIX.format("c.txt")]


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        ("550 Permission denied.", FailureClass.REFUSED),
        ("550 It went away", FailureClass.GONE),
        ("451 Local error", FailureClass.BROKEN),
    ],
)
def test_ftp_a_folder_that_fails_is_a_gap(ftp_listing, reply, failure):
    lists = {
        "/in": [*THREE, FOLDER.format("closed"), UNIX.format("z.txt")],
        "/in/sub": [UNIX.format("b.txt")],
    }
    lists["/in/closed"] = []
    names, gaps, ending = seen(ftp_listing(lists, replies={"LIST /in/closed": reply}))
    assert (names, ending) == ({"a.txt", "sub/b.txt", "c.txt", "z.txt"}, None)
    assert [gap.failure for gap in gaps] == [failure]
    assert "/in/closed" in gaps[0].detail


@pytest.mark.parametrize("odd", ["what is that", "\x01\x02", "-rw-r--r-- 1 u g", "x" * 20_000])
@pytest.mark.parametrize("machine", [False, True])
def test_ftp_a_line_that_nobody_understands_is_a_gap_with_the_line(ftp_listing, odd, machine):
    lines = ["type=file;size=4; a.txt", odd, "type=file;size=4; b.txt"] if machine else [*THREE[:1], odd]
    names, gaps, ending = seen(ftp_listing({"/in": lines}, machine=machine))
    assert (names, ending) == ({"a.txt", "b.txt"} if machine else {"a.txt"}, None)
    assert [gap.raw for gap in gaps] == [odd[:300]]


def test_ftp_a_listing_of_which_nothing_is_understood_has_another_shape(ftp_listing):
    names, gaps, ending = seen(ftp_listing({"/in": ["one", "two"]}))
    assert (names, len(gaps), ending) == (set(), 2, FailureClass.CHANGED_SHAPE)


@pytest.mark.parametrize(
    "reply", ["550 No files found", "450 No files found.", "550 /in: No such file or directory"]
)
def test_ftp_an_empty_folder_is_empty(ftp_listing, reply):
    assert seen(ftp_listing({"/in": []}, path="/in/*.txt", replies={"LIST": reply})) == (set(), [], None)


def test_ftp_a_folder_that_is_not_there_is_gone(ftp_listing):
    assert seen(ftp_listing({}))[2] is FailureClass.GONE


@pytest.mark.parametrize(
    "reply", ["500 unknown", "501 no", "502 no", "504 no", "530 not you", "550 denied", "451 no"]
)
def test_ftp_mlsd_that_is_refused_falls_back_to_list(ftp_listing, reply):
    names, gaps, ending = seen(ftp_listing({"/in": [UNIX.format("a.txt")]}, replies={"MLSD": reply}))
    assert (names, gaps, ending) == ({"a.txt"}, [], None)


def test_ftp_a_listing_without_end_ends(ftp_listing, monkeypatch):
    monkeypatch.setattr(ftp, "LISTING_BYTES", 100_000)
    endless = (UNIX.format(f"{number}.txt") for number in itertools.count())
    names, _, ending = seen(ftp_listing({"/in": endless}))
    assert len(names) > 1_000
    assert ending is FailureClass.BROKEN


def test_ftp_a_dripping_listing_ends_and_what_came_counts(ftp_listing, monkeypatch):
    monkeypatch.setattr(ftp, "TRANSFER_SECONDS", 0.2)
    drops = (UNIX.format(f"{number}.txt") for number in itertools.count())
    names, _, ending = seen(ftp_listing({"/in": drops}, pause=0.05))
    assert names
    assert ending is FailureClass.SLOW


def test_ftp_a_listing_that_breaks_off_gives_what_came(ftp_listing):
    names, _, ending = seen(ftp_listing({"/in": [UNIX.format("a.txt"), UNIX.format("b.txt")]}, cut=True))
    assert (names, ending) == ({"a.txt", "b.txt"}, FailureClass.BROKEN)


def test_ftp_a_day_that_may_not_be_entered_is_a_gap(ftp_listing):
    lists = {"/in": [], "/in/2025-09-26": [], "/in/2025-09-27": [UNIX.format("a.txt")]}
    told = {"CWD /in/2025-09-26": "550 Permission denied"}
    names, gaps, ending = seen(ftp_listing(lists, path="/in/{day}", days=DAYS, replies=told))
    assert (names, ending) == ({"2025-09-27/a.txt"}, None)
    assert [gap.failure for gap in gaps] == [FailureClass.REFUSED]


def test_ftp_folders_within_folders_without_end_are_a_gap(ftp_listing):
    class Everywhere(dict):
        def __contains__(self, path: object) -> bool:
            return True

        def __missing__(self, path: str) -> list[str]:
            return [UNIX.format("a.txt"), FOLDER.format("in")]

    server_lists = Everywhere()
    server = ScriptedFtp(server_lists)
    try:
        source = Source("wire", f"ftp://127.0.0.1:{server.port}/in", settle_seconds=0.0)
        opened = open_remote_folder(source, Credentials("desk", "word"), NOW)
        names, gaps, ending = seen(opened.list_files([]))
        opened.close()
    finally:
        server.close()
    assert (len(names), ending) == (41, None)
    assert "levels deep" in gaps[0].detail


def test_ftp_what_is_broken_off_ends(ftp_listing):
    server = ScriptedFtp({"/": [], "/in": (UNIX.format(n) for n in itertools.count())}, pause=0.05)
    source = Source("wire", f"ftp://127.0.0.1:{server.port}/in")
    opened = open_remote_folder(source, Credentials("desk", "word"), NOW)
    timer = threading.Timer(0.3, opened.abort)
    timer.start()
    try:
        assert seen(opened.list_files([]))[2] is FailureClass.BROKEN
    finally:
        timer.join()
        opened.close()
        server.close()


@pytest.mark.long
def test_ftp_a_listing_of_a_quarter_of_a_gigabyte_takes_little_memory(ftp_listing):
    lines = (f"type=file;size=4;modify=20250927060000; {number:0200}.txt" for number in itertools.count())
    process = psutil.Process()
    before, sizes = process.memory_info().rss, []

    def watched() -> Iterator[FoundFile | Gap]:
        for number, each in enumerate(ftp_listing({"/in": lines}, machine=True)):
            if number % 10_000 == 0:
                sizes.append(process.memory_info().rss - before)
            yield each

    with pytest.raises(FetchError, match="a listing of more than 256,000,000 bytes"):
        collections.deque(watched(), maxlen=0)
    assert len(sizes) > 90
    assert max(sizes) < 100_000_000


@pytest.mark.parametrize("path", ["/in/[wire]", "/in/[wire]/*.txt", "/in/[wire]/a.txt", "/in/[w]ire/*.txt"])
def test_ftp_brackets_are_a_name_where_it_is_there(ftp_listing, path):
    folder = path.split("/")[2].replace("[w]ire", "wire")
    lists = {"/in": [FOLDER.format(folder)], f"/in/{folder}": [UNIX.format("a.txt")]}
    names, gaps, ending = seen(ftp_listing(lists, path=path))
    assert [name.rpartition("/")[2] for name in names] == ["a.txt"]
    assert (gaps, ending) == ([], None)


# --- SFTP --------------------------------------------------------------------------------------------------------


class WithoutPermissions(asyncssh.SFTPServer):
    """Tells sizes and times, and nothing of what a name is."""

    async def scandir(self, path: bytes):
        async for each in super().scandir(path):
            each.attrs = asyncssh.SFTPAttrs(
                size=each.attrs.size, mtime=each.attrs.mtime, atime=each.attrs.mtime
            )
            each.longname = b""
            yield each

    def bare(self, attributes) -> asyncssh.SFTPAttrs:
        found = asyncssh.SFTPAttrs.from_local(attributes)
        return asyncssh.SFTPAttrs(size=found.size, mtime=found.mtime, atime=found.mtime)

    def lstat(self, path: bytes):
        return self.bare(super().lstat(path))

    def stat(self, path: bytes):
        return self.bare(super().stat(path))


class Closed(asyncssh.SFTPServer):
    """One folder may not be listed, another one fails."""

    async def scandir(self, path: bytes):
        if path.endswith(b"closed"):
            raise asyncssh.SFTPPermissionDenied("no")
        if path.endswith(b"failing"):
            raise asyncssh.SFTPFailure("Failure")
        async for each in super().scandir(path):
            yield each


class Endless(asyncssh.SFTPServer):
    """A folder without end."""

    async def scandir(self, path: bytes):
        async for each in super().scandir(path):
            if each.filename == b"a.txt":
                break
        for number in itertools.count():
            yield asyncssh.SFTPName(b"%d.txt" % number, attrs=each.attrs)


class Stalled(asyncssh.SFTPServer):
    """A listing that stops after its first name."""

    async def scandir(self, path: bytes):
        async for each in super().scandir(path):
            yield each
            if each.filename not in (b".", b".."):
                break
        await asyncio.sleep(3600)


class Login(asyncssh.SSHServer):
    """Lets anybody in."""

    def begin_auth(self, username: str) -> bool:
        return False


@pytest.fixture
def sftp_listing(tmp_path) -> Iterator[Callable[..., Iterator[FoundFile | Gap]]]:
    """The listing of a folder with a.txt, sub/b.txt, closed/ and failing/ on a server of a certain kind."""
    for name in ("in/a.txt", "in/sub/b.txt", "in/closed/x.txt", "in/failing/x.txt", "in/z.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("news")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    key = asyncssh.generate_private_key("ssh-ed25519")
    with contextlib.ExitStack() as closing:

        def listing(kind):
            async def start():
                return await asyncssh.create_server(
                    Login,
                    "127.0.0.1",
                    0,
                    server_host_keys=[key],
                    sftp_factory=lambda channel: kind(channel, chroot=str(tmp_path).encode()),
                )

            server = asyncio.run_coroutine_threadsafe(start(), loop).result()
            closing.callback(loop.call_soon_threadsafe, server.close)
            source = Source("wire", f"sftp://127.0.0.1:{server.get_port()}/in", settle_seconds=0.0)
            login = Credentials("desk", "word", extra={"host_key": key.export_public_key().decode()})
            opened = open_remote_folder(source, login, NOW)
            closing.callback(opened.close)
            return opened.list_files([])

        yield listing

    async def end() -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    asyncio.run_coroutine_threadsafe(end(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_sftp_a_server_without_permissions_delivers_all(sftp_listing):
    names, gaps, ending = seen(sftp_listing(WithoutPermissions))
    assert names == {"a.txt", "sub/b.txt", "closed/x.txt", "failing/x.txt", "z.txt"}
    assert (gaps, ending) == ([], None)


def test_sftp_a_folder_that_fails_is_a_gap(sftp_listing):
    names, gaps, ending = seen(sftp_listing(Closed))
    assert (names, ending) == ({"a.txt", "sub/b.txt", "z.txt"}, None)
    assert {gap.failure for gap in gaps} == {FailureClass.REFUSED, FailureClass.BROKEN}
    assert len(gaps) == 2


def test_sftp_a_listing_without_end_is_given_as_it_comes(sftp_listing):
    assert len(list(itertools.islice(sftp_listing(Endless), 5_000))) == 5_000


def test_sftp_a_listing_that_stalls_is_slow_and_what_came_counts(sftp_listing, monkeypatch):
    monkeypatch.setattr(remote_address, "READ_SECONDS", 0.5)
    names, _, ending = seen(sftp_listing(Stalled))
    assert ending is FailureClass.SLOW
    assert len(names) <= 1


# --- IMAP --------------------------------------------------------------------------------------------------------


class ScriptedImap:
    """An IMAP server with three messages, whose next number is absurd; `flood` makes it talk without end."""

    def __init__(self, next_uid: int, flood: bool = False, when: str = "27-Sep-2025 06:00:00 +0000") -> None:
        self.next_uid, self.flood, self.when = next_uid, flood, when
        self.searches = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.socket.accept()
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            client.sendall(b"* OK ready\r\n")
            for line in client.makefile("rb"):
                tag, _, rest = line.decode().strip().partition(" ")
                for each in self.answer(rest):
                    client.sendall(f"{each}\r\n".encode())
                client.sendall(f"{tag} OK done\r\n".encode())

    def answer(self, rest: str) -> Iterable[str]:
        if rest.startswith("CAPABILITY"):
            yield "* CAPABILITY IMAP4rev1"
        elif rest.startswith("EXAMINE"):
            yield from ("* 3 EXISTS", "* OK [UIDVALIDITY 7] ok", f"* OK [UIDNEXT {self.next_uid}] ok")
        elif rest.startswith("UID SEARCH"):
            self.searches += 1
            while self.flood:
                yield "* OK still there " + "x" * 5_000
            first, last = map(int, rest.split()[-1].split(":"))
            yield "* SEARCH " + " ".join(str(n) for n in (5, 60_000, 3_000_000_000) if first <= n <= last)
        elif rest.startswith("UID FETCH"):
            for number, uid in enumerate(rest.split()[2].split(","), start=1):
                yield f'* {number} FETCH (UID {uid} RFC822.SIZE 4 INTERNALDATE "{self.when}")'


@pytest.fixture
def mailbox() -> Iterator[Callable[..., tuple[ScriptedImap, mailboxes.OpenedMailbox]]]:
    """A scripted server, and its INBOX as it is opened."""
    with contextlib.ExitStack() as closing:

        def open_one(next_uid: int, **script):
            server = ScriptedImap(next_uid, **script)
            closing.callback(server.socket.close)
            login = Credentials("desk", "word", extra={"plain": True})
            opened = open_mailbox(Source("wire", f"imap://127.0.0.1:{server.port}/"), login, NOW)
            closing.callback(opened.abort)
            return server, opened

        yield open_one


@pytest.mark.parametrize("next_uid", [2**32 - 1, 2**63, 10**30])
def test_imap_an_absurd_next_number_takes_few_questions(mailbox, next_uid):
    server, opened = mailbox(next_uid)
    names, gaps, ending = seen(opened.list_files([]))
    assert len(names) == 3
    assert (gaps, ending) == ([], None)
    assert server.searches < 60


@pytest.mark.parametrize("when", ["01-Jan-36812 00:00:00 +0000", "99-Foo-0000 99:99:99 +9999", ""])
def test_imap_an_absurd_date_is_no_date(mailbox, when):
    _, opened = mailbox(10, when=when)
    (found,) = opened.list_files([])
    assert found.modified_at is None


def test_imap_an_answer_without_end_ends(mailbox, monkeypatch):
    monkeypatch.setattr(mailboxes, "ANSWER_BYTES", 200_000)
    _, opened = mailbox(10, flood=True)
    assert seen(opened.list_files([])) == (set(), [], FailureClass.BROKEN)


def test_imap_what_is_broken_off_ends(mailbox):
    _, opened = mailbox(10, flood=True)
    timer = threading.Timer(0.2, opened.abort)
    timer.start()
    assert seen(opened.list_files([]))[2] is FailureClass.BROKEN
    timer.join()


# --- S3 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("odd", ["tab\tx.txt", "del\x7fx.txt", "b//x.txt", "b/./x.txt", "\x01"])
def test_s3_a_name_that_cannot_be_asked_for_hides_no_other(s3_server, bucket, odd):
    good = ["!.txt", "a.txt", "b.txt", "b/0.txt", "z +%.txt", "\u00fc.txt"]
    for key in [*good, odd]:
        s3_server.client().put_object(Bucket=bucket, Key=f"in/{key}", Body=b"news")
    opened = open_object_store(Source("wire", f"s3://{bucket}/in"), s3_server.credentials)
    names, gaps, ending = seen(opened.list_files([]))
    assert set(good) <= names
    assert (gaps, ending) == ([], None)


def test_s3_a_page_that_is_asked_for_by_ourselves_is_signed(guarded_s3_server):
    bucket = guarded_s3_server.new_bucket()
    for key in ("in/a.txt", "in/tab\tx.txt", "in/z.txt"):
        guarded_s3_server.client().put_object(Bucket=bucket, Key=key, Body=b"news")
    opened = open_object_store(Source("wire", f"s3://{bucket}/in"), guarded_s3_server.credentials)
    names, gaps, ending = seen(opened.list_files([]))
    assert (names, gaps, ending) == ({"a.txt", "tab\\x09x.txt", "z.txt"}, [], None)


def test_s3_what_stays_hidden_is_a_gap(s3_server, bucket):
    for key in ("in/a.txt", "in/tab\tx.txt", "in/z.txt"):
        s3_server.client().put_object(Bucket=bucket, Key=key, Body=b"news")
    opened = open_object_store(Source("wire", f"s3://{bucket}/in"), s3_server.credentials)
    names, gaps, ending = seen(
        type(opened)(opened.source, opened.store, opened.address, opened.root, opened.pattern).list_files([])
    )
    assert {"z.txt", "tab\\x09x.txt"} <= names
    assert len(gaps) == 1
    assert "hidden by a name" in gaps[0].detail
    assert ending is None


@pytest.mark.parametrize("path", ["in/[wire]", "in/[wire]/*.txt", "in/[wire]/a.txt", "in/[w]ire/*.txt"])
def test_s3_brackets_are_a_name_where_it_is_there(s3_server, bucket, path):
    folder = path.split("/")[1].replace("[w]ire", "wire")
    s3_server.client().put_object(Bucket=bucket, Key=f"in/{folder}/a.txt", Body=b"news")
    opened = open_object_store(Source("wire", f"s3://{bucket}/{path}"), s3_server.credentials)
    names, gaps, ending = seen(opened.list_files([]))
    assert [name.rpartition("/")[2] for name in names] == ["a.txt"]
    assert (gaps, ending) == ([], None)


# --- the web -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [403, 404, 410, 500])
@pytest.mark.parametrize("bad", [0, 1, 2])
def test_web_a_sitemap_that_fails_is_a_gap(web_server, open_web_source, status, bad):
    sitemaps = "".join(f"<sitemap><loc>/{n}.xml</loc></sitemap>" for n in range(3))
    web_server.page("/i.xml", f"<sitemapindex>{sitemaps}</sitemapindex>")
    for n in range(3):
        web_server.page(f"/{n}.xml", f"<urlset><url><loc>/{n}.html</loc></url></urlset>")
    web_server.page(f"/{bad}.xml", status=status)
    names, gaps, ending = seen(open_web_source(web_server.url("/i.xml"), follow="items").list_files(DAYS))
    assert (names, ending) == ({web_server.url(f"/{n}.html") for n in range(3) if n != bad}, None)
    assert len(gaps) == 1
    assert f"/{bad}.xml" in gaps[0].detail


def test_web_a_dripping_page_within_a_listing_is_a_gap(web_server, open_web_source):
    web_server.page("/pub/", '<a href="a/">a</a><a href="b/">b</a><a href="x.txt">x</a>')
    web_server.drip("/pub/a/", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x")
    web_server.page("/pub/b/", '<a href="y.txt">y</a>')
    opened = open_web_source(
        web_server.url("/pub/"), follow="links", match="**/*.txt", limits=Limits(answer=0.3)
    )
    names, gaps, ending = seen(opened.list_files(DAYS))
    assert (names, ending) == ({web_server.url("/pub/x.txt"), web_server.url("/pub/b/y.txt")}, None)
    assert [gap.failure for gap in gaps] == [FailureClass.SLOW]


def test_web_a_server_that_is_down_within_a_listing_ends_it(web_server, open_web_source):
    folders = "".join(f'<a href="{n}/">n</a>' for n in range(300))
    web_server.page("/pub/", f'<a href="x.txt">x</a>{folders}')
    for n in range(300):
        web_server.raw(f"/pub/{n}/", b"")
    opened = open_web_source(web_server.url("/pub/"), follow="links", match="**/*.txt")
    names, gaps, ending = seen(opened.list_files(DAYS))
    assert (names, ending) == ({web_server.url("/pub/x.txt")}, FailureClass.BROKEN)
    assert 0 < len(gaps) < 60


def paged(number: int, following: int | None) -> str:
    link = "" if following is None else f'<link rel="next" href="/{following}.atom"/>'
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom">{link}<entry><link href="/{number}.html"/></entry></feed>'
    )


def test_web_a_feed_in_pages_is_followed_to_its_end(web_server, open_web_source):
    for n in range(4):
        web_server.page(f"/{n}.atom", paged(n, n + 1 if n < 3 else None))
    names, gaps, ending = seen(open_web_source(web_server.url("/0.atom"), follow="items").list_files(DAYS))
    assert (len(names), gaps, ending) == (4, [], None)


@pytest.mark.parametrize(
    ("last", "most", "expected", "gap"),
    [(404, 50, 3, True), (None, 3, 3, True), (None, 1, 1, False), ("circle", 50, 3, False)],
)
def test_web_a_feed_in_pages_ends_and_says_where_it_does_not(
    web_server, open_web_source, last, most, expected, gap
):
    for n in range(60):
        web_server.page(f"/{n}.atom", paged(n, 0 if (last, n) == ("circle", 2) else n + 1))
    if last == 404:
        web_server.page("/3.atom", status=404)
    opened = open_web_source(web_server.url("/0.atom"), follow="items", max_pages=most)
    names, gaps, ending = seen(opened.list_files(DAYS))
    assert (len(names), len(gaps), ending) == (expected, int(gap), None)


def test_web_a_day_that_is_refused_is_a_gap(web_server, open_web_source):
    web_server.page("/2025-09-26/", status=403)
    web_server.page("/2025-09-27/", '<a href="a.txt">a</a>')
    names, gaps, ending = seen(open_web_source(web_server.url("/{day}/"), follow="links").list_files(DAYS))
    assert (names, ending) == ({web_server.url("/2025-09-27/a.txt")}, None)
    assert [each.failure for each in gaps] == [FailureClass.REFUSED]


@pytest.mark.parametrize("front", ["/", "/index.html", "/en/", "/de-at/home"])
def test_web_expired_items_that_lead_to_the_front_page_are_gone(web_server, open_web_source, front):
    opened = open_web_source(web_server.url("/feed.xml"), follow="items")
    web_server.page(front, "<h1>Welcome</h1>")
    for n in range(3):
        web_server.page(f"/{n}.html", status=302, Location=front)
        found = FoundFile(web_server.url(f"/{n}.html"), web_server.url(f"/{n}.html"))
        with pytest.raises(FetchError) as caught, opened.open(found, None):
            pass
        assert caught.value.failure is FailureClass.GONE


def test_web_items_that_lead_to_one_page_bring_it_once(web_server, open_web_source):
    opened = open_web_source(web_server.url("/feed.xml"), follow="items")
    web_server.page("/news/expired", "<h1>Not here any more</h1>")
    web_server.page("/moved/b", "<h1>A page of its own</h1>")
    for name, target in (("a", "/news/expired"), ("b", "/moved/b"), ("c", "/news/expired")):
        web_server.page(f"/{name}", status=301, Location=target)
    outcome = {}
    for name in "abac":
        try:
            with opened.open(
                FoundFile(web_server.url(f"/{name}"), web_server.url(f"/{name}")), None
            ) as delivery:
                outcome[name] = len(delivery.stream.read()) > 0
        except FetchError as error:
            outcome[name] = error.failure
    assert outcome == {"a": True, "b": True, "c": FailureClass.GONE}


def test_web_what_is_broken_off_ends(web_server, open_web_source):
    web_server.drip("/feed.xml", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x")
    opened = open_web_source(web_server.url("/feed.xml"), follow="items")
    timer = threading.Timer(0.3, opened.abort)
    timer.start()
    assert seen(opened.list_files(DAYS))[2] is FailureClass.SLOW
    timer.join()


# --- times -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [2**40, -(2**40), 1e300, float("inf"), float("nan"), 253402300799.0])
def test_a_time_that_no_calendar_holds_is_none(seconds):
    assert instant_of(seconds) is None


def test_a_time_that_a_calendar_holds_is_kept():
    assert instant_of(1_758_952_800) == datetime(2025, 9, 27, 6, tzinfo=UTC)
    assert plausible(datetime(1, 1, 1, tzinfo=UTC)) is None
    assert plausible(None) is None
    assert time.gmtime(0).tm_year == plausible(datetime.fromtimestamp(0, tz=UTC)).year
