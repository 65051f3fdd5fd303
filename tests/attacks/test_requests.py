"""Requests that no browser sends: two lengths, no end, too much of everything."""

import json
import re

import pytest

from tests.support import drawing
from webapp.gateway import environ_of

READING = json.dumps({"image": drawing(4)}).encode()
POST = b"POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
CLOSE = b"Connection: close\r\n\r\n"
SMUGGLED = b"GET /api/models HTTP/1.1\r\nHost: localhost\r\n" + CLOSE


@pytest.fixture(autouse=True)
def _unharmed(server):
    """See to it that the server reads for others after each attack."""
    yield
    assert server.ask("POST", "/api/predict", READING)[0] == 200


@pytest.mark.parametrize(
    "lengths",
    [
        *("Content-Length: 4\r\nContent-Length: 5", "Content-Length: 4, 5", "Content-Length: -1"),
        *("Content-Length: +4", "Content-Length: 0x4", "Content-Length: 4 4", "Content-Length: 4a"),
        *("Content-Length: 99999999999999999999", "Transfer-Encoding: xchunked"),
        *("Transfer-Encoding : chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x"),
        *("Transfer-Encoding: chunked, identity", "X: a\r\n Transfer-Encoding: chunked"),
    ],
)
def test_a_body_of_doubtful_length_is_refused(server, lengths):
    """Or what follows it would be a request to us and part of the body to a proxy (CWE-444)."""
    answers = server.raw(POST + lengths.encode() + b"\r\n\r\n0\r\n\r\n" + SMUGGLED)
    assert [status for status, _ in answers] == [400]


@pytest.mark.parametrize("first", ["Content-Length: 6", "Transfer-Encoding: chunked"])
def test_of_two_ways_to_tell_the_length_chunks_count_and_nothing_follows(server, first):
    """RFC 9112, section 6.3, and then the connection ends: what follows is in doubt."""
    both = {"Content-Length: 6", "Transfer-Encoding: chunked"}
    second = (both - {first}).pop()
    head = POST + f"{first}\r\n{second}\r\n\r\n".encode()
    answers = server.raw(head + b"0\r\n\r\n" + SMUGGLED)
    assert [status for status, _ in answers] == [400]  # an empty body is no JSON


def test_a_body_that_nobody_reads_is_no_request(server):
    head = GET + b"Content-Length: %d\r\n\r\n" % len(SMUGGLED)
    answers = server.raw(head + SMUGGLED + b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n" + CLOSE)
    assert [status for status, _ in answers] == [200, 404]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (GET + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + CLOSE, 431),
        (GET + b"X: " + b"a" * 600_000 + b"\r\n" + CLOSE, 431),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n" + CLOSE, 414),
        (GET + b"X: a\0b\r\n" + CLOSE, 400),
        (GET + b"X: a\r\n folded\r\n" + CLOSE, 400),
        (GET + b": a\r\n" + CLOSE, 400),
        (b"\x16\x03\x01\x00\xa5\x01\x00\r\n\r\n", 400),
        (b"TRACE /healthz HTTP/1.1\r\nHost: localhost\r\nCookie: a=b\r\n" + CLOSE, 405),
        (b"BREW /healthz HTTP/1.1\r\nHost: localhost\r\n" + CLOSE, 405),
        (POST + b"Transfer-Encoding: chunked\r\n" + CLOSE + b"f" * 18 + b"\r\nx\r\n0\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\n" + CLOSE + b"x\r\n0\r\n\r\n", 400),
        (POST + b"Content-Length: 4000000000\r\n" + CLOSE, 413),
    ],
    ids=[
        *("many headers", "a huge header", "a long path", "a null", "a folded line", "no name"),
        *("no HTTP", "TRACE", "no method", "a huge chunk", "a chunk of no length", "a huge body"),
    ],
)
def test_too_much_is_refused_at_once(server, sent, status):
    assert [got for got, _ in server.raw(sent)] == [status]


def test_an_endless_chunked_body_is_cut_off(server):
    head = POST + b"Transfer-Encoding: chunked\r\n\r\n"
    answers = server.raw(head + (b"10000\r\n" + b" " * 0x10000 + b"\r\n") * 40)
    assert [status for status, _ in answers] in ([413], [])  # the answer may be lost in the noise


def test_no_http_2(server):
    """It is another parser with troubles of its own (CVE-2023-44487), and no browser would ask."""
    assert server.raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == []


FILES = ["setup.cfg", "../setup.cfg", "..\\setup.cfg", "webapp/config.py", "etc/passwd"]
WAYS = [
    "/static/../",
    "/static/%2e%2e/",
    "/static/..%2f",
    "/static/%2e%2e%2f..%2f",
    "//",
    "/static//",
    "/static/~0123456789ab/../",
    "/static/~0123456789ab/%2e%2e/",
]
WAYS += ["/static/....//", "/static/%252e%252e/", "/static/css/..%5c..%5c", "/static/%c0%ae%c0%ae/"]


@pytest.mark.parametrize("way", WAYS)
def test_no_path_leads_out_of_the_static_files(server, way):
    for file in FILES:
        sent = f"GET {way}{file} HTTP/1.1\r\nHost: localhost\r\n".encode() + CLOSE
        [(status, body)] = server.raw(sent)
        assert 300 < status < 500
        assert b"[metadata]" not in body and b"root:" not in body and b"import" not in body


class Headers(list):
    def items(self) -> "Headers":
        return self


class Scope:
    scheme, http_version, server, client = "http", "1.1", "127.0.0.1:80", "192.0.2.1:4000"
    method, path, query_string, authority = "GET", "/", "", None

    def __init__(self, *headers: tuple[str, str]):
        self.headers = Headers(headers)


def test_no_header_passes_for_one_that_a_proxy_vouches_for():
    odd = [("x_forwarded_for", "203.0.113.9"), ("x_forwarded-proto", "https"), ("_host", "evil")]
    odd += [("content_length", "5"), ("content_type", "text/html")]
    environ = environ_of(Scope(("x-forwarded-for", "192.0.2.7"), *odd))
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"
    assert not {"HTTP_X_FORWARDED_PROTO", "HTTP_CONTENT_LENGTH", "CONTENT_LENGTH"} & set(environ)


def test_a_header_that_comes_twice_is_all_there():
    environ = environ_of(Scope(("accept", "a"), ("accept", "b"), ("cookie", "c=1")))
    assert (environ["HTTP_ACCEPT"], environ["HTTP_COOKIE"]) == ("a,b", "c=1")


def test_the_path_arrives_as_it_was_meant(server):
    status, _, answer = server.ask("GET", "/api/models/%E4%B8%80")
    assert (status, "一" in answer["detail"]) == (404, True)
    assert server.ask("GET", "/%ff%fe")[0] == 404


def test_what_a_browser_needs_still_works(server):
    status, headers, page = server.ask("GET", "/", Accept="text/html")
    assert (status, int(headers["Content-Length"])) == (200, len(page.encode()))
    status, headers, nothing = server.ask("HEAD", "/", Accept="text/html")
    assert (status, nothing, int(headers["Content-Length"]) > 1000) == (200, "", True)
    script = re.search(r'src="(/static/[^"]+)"', page)[1]
    status, headers, _ = server.ask("GET", script)
    assert status == 200
    assert server.ask("GET", script, **{"If-None-Match": headers["ETag"]})[0] == 304
    assert server.ask("GET", script, Range="bytes=0-9")[2] == server.ask("GET", script)[2][:10]
