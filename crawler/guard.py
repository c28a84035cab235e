"""Which addresses a request may reach: public ones, and those a source names itself.

Checked on the address that is connected to, so that neither the spelling of a URL nor the road
that led to it (redirect, robots.txt, sitemap, feed, name server) makes a difference.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Network = IPv4Network | IPv6Network

# What Python counts as global although it leads inside.
INSIDE = tuple(
    ip_network(text)
    for text in (
        "168.63.129.16/32",  # the host of a virtual machine at Azure
        "192.88.99.0/24",  # 6to4 relays
        "fec0::/10",  # site-local
        "64:ff9b:1::/48",  # NAT64 for local use
        "5f00::/16",  # segment routing
    )
)
NAT64 = IPv6Network("64:ff9b::/96")


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """The networks of a source's `allow_addresses`. ValueError for a text that is none."""
    return tuple(ip_network(name, strict=False) for name in names)


@lru_cache(maxsize=10_000)
def permitted(address: str, allowed: tuple[Network, ...] = ()) -> bool:
    """Whether a connection to this literal address may be made."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    if any(ip in network for network in allowed if network.version == ip.version):
        return True
    inner = embedded(ip)
    return all(public(each) for each in inner) if inner else public(ip)


def public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether the address belongs to the open internet."""
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    return not any(ip in network for network in INSIDE if network.version == ip.version)


def embedded(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that a gateway reaches through this IPv6 address, and its own."""
    if isinstance(ip, IPv4Address):
        return []
    found = [ip.sixtofour] if ip.sixtofour else []
    if ip in NAT64:
        found.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    if ip.teredo:
        found.extend(ip.teredo)
    return found
