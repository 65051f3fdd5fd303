"""Addresses for the phones of a room: whatever a browser came by, never one that leads astray."""

import ipaddress
from types import SimpleNamespace

import pytest

from webapp.web import addresses
from webapp.web.addresses import for_others


@pytest.mark.parametrize(
    ("url", "listens_on", "found"),
    [
        ("http://192.168.1.7:8000/", "0.0.0.0", "http://192.168.1.7:8000"),
        ("http://teachers-mac.local:8000/", "0.0.0.0", "http://teachers-mac.local:8000"),
        ("https://digits.example/", "127.0.0.1", "https://digits.example"),
        ("http://[fd00::7]:8000/", "::", "http://[fd00::7]:8000"),
        ("http://localhost.example:80/", "127.0.0.1", "http://localhost.example:80"),
        ("http://localhost:8000/", "school.example", "http://school.example:8000"),
        ("http://127.0.0.1/", "10.0.0.5", "http://10.0.0.5"),
        ("http://127.0.0.1:81/", "fd00::5", "http://[fd00::5]:81"),
    ],
)
def test_who_came_over_the_network_tells_the_others_the_way(url, listens_on, found):
    assert for_others(url, listens_on) == [found]


LOOPBACK = ["localhost", "a.localhost", "127.0.0.1", "127.8.8.8", "[::1]"]


@pytest.mark.parametrize("host", LOOPBACK)
@pytest.mark.parametrize("listens_on", ["127.0.0.1", "localhost", "::1"])
def test_a_server_that_listens_to_itself_has_none(host, listens_on):
    assert for_others(f"http://{host}:8000/", listens_on) == []


@pytest.fixture
def adapters(monkeypatch) -> None:
    """Have a machine with a cable, Wi-Fi, a tunnel, and what else there may be."""
    v4 = ["127.0.0.1", "203.0.113.9", "192.168.1.7", "169.254.3.4", "10.8.0.2", "192.168.1.7"]
    ips = [SimpleNamespace(ip=ip, is_IPv4=True) for ip in v4]
    ips.append(SimpleNamespace(ip=("fe80::1", 0, 2), is_IPv4=False))
    monkeypatch.setattr(
        addresses.ifaddr, "get_adapters", lambda: [SimpleNamespace(ips=[ip]) for ip in ips]
    )


@pytest.mark.usefixtures("adapters")
@pytest.mark.parametrize("host", LOOPBACK)
@pytest.mark.parametrize("listens_on", ["0.0.0.0", "::"])
def test_one_that_listens_to_all_has_those_of_the_machine(host, listens_on):
    found = ["10.8.0.2", "192.168.1.7", "203.0.113.9"]  # of private networks first
    assert for_others(f"http://{host}:8000/", listens_on) == [f"http://{ip}:8000" for ip in found]


def test_this_machine(monkeypatch):
    for address in for_others("http://localhost/", "0.0.0.0"):
        assert not ipaddress.ip_address(address.removeprefix("http://")).is_loopback
    monkeypatch.setattr(addresses.ifaddr, "get_adapters", list)
    assert for_others("http://localhost/", "0.0.0.0") == []


@pytest.mark.parametrize("host", ["", ":", "[", "]", "[::1", "::1]:x", "a:b:c", "1.2.3.4.5", "é"])
def test_an_odd_host_breaks_nothing(host):
    assert len(for_others(f"http://{host}/", "127.0.0.1")) <= 1
