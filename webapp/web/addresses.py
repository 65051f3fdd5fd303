"""Under which addresses other devices of the room reach this server."""

import ipaddress
from collections.abc import Sequence

import ifaddr


def for_others(url: str, listens_on: str, trusted: Sequence[str] = ()) -> list[str]:
    """Return the addresses, the likeliest first, of a server that this browser reaches by ``url``.

    Who came over the network tells the others where to go. Who sits at the server itself reaches
    it by a name that means another machine elsewhere; there the machine's own addresses are
    taken, or the names that alone are trusted, and none where the server listens to nobody else
    (``listens_on``).
    """
    scheme, _, place = url.rstrip("/").partition("://")
    host, port = _split(place)
    if not _is_loopback(host):
        return [f"{scheme}://{place}"]
    if _is_loopback(listens_on):
        return []
    if trusted:
        own = [name for name in trusted if name[0] != "." and not _is_loopback(name)]
    else:
        own = [listens_on] if listens_on not in ("0.0.0.0", "::") else _addresses()
    return [f"{scheme}://{_in_url(each)}{port}" for each in own]


def _split(place: str) -> tuple[str, str]:
    host, colon, port = place.rpartition(":")
    if not colon or place.endswith("]"):
        return place.strip("[]"), ""
    return host.strip("[]"), f":{port}"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _addresses() -> list[str]:
    """Return the machine's IPv4 addresses in private networks, then others."""
    found = {
        ipaddress.ip_address(ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if ip.is_IPv4
    }
    usable = [each for each in found if not (each.is_loopback or each.is_link_local)]
    return [str(each) for each in sorted(usable, key=lambda each: (not each.is_private, each))]
