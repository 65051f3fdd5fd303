"""Who sends or reads slowly keeps nobody waiting, and is turned out in the end."""

import asyncio
import contextlib
import http.client
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestTimeout

from tests.attacks.served import Served
from tests.support import drawing
from webapp import gateway
from webapp.gateway import Gateway, GivenUp
from webapp.server import THREADS

READING = json.dumps({"image": drawing(4)}).encode()
HEAD = b"POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SOON_S = 5.0
"""Long enough for a busy machine, short beside what slow clients may take."""


@contextlib.contextmanager
def clients(server: Served, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    """Have so many clients that have sent this and say no more."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(server.connect(sent)) for _ in range(count)]


@pytest.mark.parametrize(
    "sent",
    [
        HEAD[:40],
        HEAD + b"Content-Length: 5000\r\n\r\n",
        HEAD + b"Content-Length: 5000\r\n\r\n" + READING[:100],
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{    \r\n",
    ],
    ids=["half a head", "no body", "half a body", "no chunk", "a chunk"],
)
def test_slow_clients_keep_nobody_waiting(server, sent):
    with clients(server, 5 * THREADS, sent):
        started = time.monotonic()
        for _ in range(3):
            assert server.ask("POST", "/api/predict", READING)[0] == 200
        assert time.monotonic() - started < SOON_S


def test_what_comes_slowly_is_read_once_it_is_there(server):
    head = HEAD + b"Content-Length: %d\r\n\r\n" % len(READING)
    with clients(server, 3 * THREADS, head) as slow:
        for start in range(0, len(READING), 1 + len(READING) // 3):
            for client in slow:
                client.sendall(READING[start : start + 1 + len(READING) // 3])
        for client in slow:
            with contextlib.closing(http.client.HTTPResponse(client)) as response:
                response.begin()
                assert response.status == 200
                assert json.loads(response.read())["digit"] == 4


def test_who_reads_slowly_keeps_nobody_waiting(server):
    asks = b"GET /static/js/draw.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20
    with clients(server, 3 * THREADS, asks):
        started = time.monotonic()
        assert server.ask("POST", "/api/predict", READING)[0] == 200
        assert time.monotonic() - started < SOON_S


def test_who_hangs_up_in_the_middle_leaves_nothing_behind(server):
    for _ in range(2 * THREADS):
        with clients(server, 1, HEAD + b"Content-Length: 5000\r\n\r\n{"):
            pass
    assert server.ask("POST", "/api/predict", READING)[0] == 200


class Scope:
    """A request's head as granian gives it."""

    scheme, http_version, server, client = "http", "1.1", "127.0.0.1:80", "[::1]:4000"
    method, path, query_string, authority = "POST", "/é", "", None

    def __init__(self, **headers: str):
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class Protocol:
    """A client: gives the parts of its body, one after the other, or waits for ever."""

    def __init__(self, *parts: bytes, whole: bool = True):
        self.parts, self.whole, self.taken = parts, whole, 0
        self.answer: tuple | None = None

    async def __call__(self) -> bytes:
        return b"".join([part async for part in self])

    async def __aiter__(self):
        for part in self.parts:
            self.taken += len(part)
            yield part
        if not self.whole:
            await asyncio.Event().wait()

    def response_bytes(self, *answer) -> None:
        self.answer = answer


MOST = 1000


@pytest.fixture
def told() -> list[dict]:
    """Give the environments with which the application is called."""
    return []


@pytest.fixture
def ask(told):
    """Give what sends a request through a gateway and returns the answer's status."""

    def application(environ, start_response):
        told.append({**environ, "body": environ["wsgi.input"].read()})
        start_response("200 OK", [("Content-Length", "2")])
        return [b"o", b"k"]

    door = Gateway(application, 2, MOST)

    def ask(protocol: Protocol, **headers: str) -> int:
        asyncio.run(door.__rsgi__(Scope(**headers), protocol))
        return protocol.answer[0]

    return ask


def test_a_body_takes_a_thread_only_when_it_is_whole(ask, told):
    assert ask(Protocol(b"ab", b"cd"), content_length="4", x_y="z") == 200
    [environ] = told
    assert (environ["body"], environ["CONTENT_LENGTH"], environ["HTTP_X_Y"]) == (b"abcd", "4", "z")
    assert environ["REMOTE_ADDR"] == "::1"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/é"


def test_what_is_quick_is_answered_on_the_loop_and_the_rest_in_threads():
    threads = {}

    def application(environ, start_response):
        body = environ["wsgi.input"].read()
        threads[body] = threading.get_ident()
        if body == b"broken":
            raise RuntimeError("of the application")
        start_response("200 OK", [])  # of no length: a part at a time, where it may be
        return iter((b"o", b"k"))

    door = Gateway(application, 2, MOST, lambda environ, body: body != b"long")

    async def ask() -> list[tuple | None]:
        quick, broken = Protocol(b"quick"), Protocol(b"broken")
        for protocol in (quick, broken, quick):
            await door.__rsgi__(Scope(content_length="5"), protocol)
        return [protocol.answer for protocol in (quick, broken)]

    [(status, _, body), broken] = asyncio.run(ask())
    assert (status, body) == (200, b"ok")
    assert broken is None  # the server answers 500 by itself
    assert set(threads.values()) == {threading.get_ident()}


LONG = 5 * MOST


@pytest.fixture
def door() -> Gateway:
    """Give a gateway that awaits longer bodies at one place, and answers with what came."""

    def application(environ, start_response):
        body = b"" if isinstance(environ["wsgi.input"], GivenUp) else environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    return Gateway(application, 2, MOST, longer={("POST", "/long"): LONG})


def scope(path: str = "/long", **headers: str) -> Scope:
    asked = Scope(**headers)
    asked.path = path
    return asked


@pytest.mark.parametrize(
    ("path", "length", "taken"),
    [("/long", LONG, LONG), ("/long", LONG + 1, 0), ("/other", LONG, 0), ("/other", MOST, MOST)],
)
def test_bodies_may_be_longer_where_that_is_said(door, path, length, taken):
    client = Protocol(b"x" * length)
    asyncio.run(door.__rsgi__(scope(path, content_length=str(length)), client))
    assert len(client.answer[2]) == taken


def test_long_ones_that_do_not_tell_their_length_are_cut_off_as_others(door):
    client = Protocol(*[b"x" * 100] * 50)
    asyncio.run(door.__rsgi__(scope(transfer_encoding="chunked"), client))
    assert MOST < client.taken < LONG


def test_few_long_ones_are_awaited_at_a_time_and_short_ones_beside_them(door, monkeypatch):
    monkeypatch.setattr(gateway, "BODY_S", 0.5)
    stuck = [Protocol(b"x", whole=False) for _ in range(gateway.LONG_ONES)]
    late, short = Protocol(b"x" * LONG), Protocol(b"x" * MOST)

    async def together() -> None:
        long_one = scope(content_length=str(LONG))
        waiting = [asyncio.ensure_future(door.__rsgi__(long_one, each)) for each in (*stuck, late)]
        await asyncio.sleep(0.05)
        await door.__rsgi__(scope(content_length=str(MOST)), short)
        assert [each.answer for each in (*stuck, late)] == [None] * len(waiting)
        assert late.taken == 0  # nothing of it is in memory
        await asyncio.gather(*waiting)

    asyncio.run(together())
    assert len(short.answer[2]) == MOST
    assert [len(each.answer[2]) for each in stuck] == [0] * len(stuck)


@pytest.fixture
def given_up(app, monkeypatch):
    """Give what sends half a body to the real application and returns status, headers, body."""
    monkeypatch.setattr(gateway, "BODY_S", 0.05)
    door = Gateway(app, 2, MOST)

    def given_up(path: str = "/api/predict", method: str = "POST", **headers: str):
        scope = Scope(**{"host": "localhost", "content_type": "application/json", **headers})
        scope.path, scope.method = path, method
        protocol = Protocol(b"half", whole=False)
        asyncio.run(door.__rsgi__(scope, protocol))
        status, head, body = protocol.answer
        return status, Headers(head), body

    return given_up


@pytest.mark.parametrize("headers", [{"content_length": "9"}, {"transfer_encoding": "chunked"}])
def test_one_that_does_not_come_is_given_up(given_up, headers):
    status, head, body = given_up(**headers)
    problem = json.loads(body)
    assert (status, head["Connection"]) == (408, "close")
    assert head["Content-Type"] == "application/problem+json"
    assert head["X-Content-Type-Options"] == "nosniff"
    assert (problem["type"], problem["status"]) == ("/problems/request-timeout", 408)
    assert "0.05 seconds" in problem["detail"]
    assert problem["request_id"] == head["X-Request-ID"]


def test_one_that_is_given_up_is_counted_and_logged(given_up, client, caplog):
    caplog.set_level(logging.INFO)
    _, head, _ = given_up(content_length="9")
    (line,) = [each for each in caplog.records if each.name == "webapp.requests"]
    assert (line.path, line.status) == ("/api/predict", 408)
    assert line.request_id == head["X-Request-ID"]
    counted = 'hitofude_requests_total{endpoint="api.predict",method="POST",status="408"} 1.0'
    assert counted in client.get("/metrics").text


def test_who_is_given_up_at_a_page_gets_a_page(given_up):
    wish = {"accept": "text/html", "accept_language": "ja", "content_length": "9"}
    status, head, body = given_up(
        "/login", content_type="application/x-www-form-urlencoded", **wish
    )
    assert (status, head["Connection"]) == (408, "close")
    assert '<html lang="ja"' in body.decode()


def test_what_reads_no_body_does_not_miss_it(given_up):
    status, head, _ = given_up("/healthz", "GET", content_length="9")
    assert (status, head["Connection"]) == (200, "close")


@pytest.mark.parametrize("way", ["read", "readline", "readlines", "readall", "__next__"])
def test_whichever_way_it_is_read_it_was_not_there(way):
    with pytest.raises(RequestTimeout):
        getattr(GivenUp(), way)()


@pytest.mark.slow
def test_the_connection_ends_with_it(server):
    """What comes too late would pass for the next request."""
    with server.connect(HEAD + b"Content-Length: 5000\r\n\r\n{") as client:
        client.settimeout(2 * gateway.BODY_S)
        with contextlib.closing(http.client.HTTPResponse(client)) as response:
            response.begin()
            assert (response.status, response.headers["Connection"]) == (408, "close")
            assert json.loads(response.read())["request_id"] == response.headers["X-Request-ID"]
        with contextlib.suppress(ConnectionError):
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(1) == b""


def test_of_one_that_is_too_long_nothing_is_awaited(ask, told):
    protocol = Protocol(b"x" * 10, whole=False)
    assert ask(protocol, content_length=str(MOST + 1)) == 200  # the application refuses it
    assert (told[0]["body"], protocol.taken) == (b"", 0)
    protocol = Protocol(*[b"x" * 400] * 50, whole=False)
    assert ask(protocol, transfer_encoding="chunked") == 200
    assert MOST < len(told[1]["body"]) == protocol.taken <= MOST + 400


def test_what_fails_does_not_cost_a_thread(ask, told):
    broken = Protocol(b"")
    broken.response_bytes = None
    for _ in range(5):  # more often than there are threads
        with contextlib.suppress(TypeError):  # nothing was answered
            ask(broken)
    assert len(told) == 5
    assert ask(Protocol(b"")) == 200
