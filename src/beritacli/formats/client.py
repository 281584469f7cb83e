"""Who asked, as a line of a log tells it: an address and an agent, behind proxies or not."""

from __future__ import annotations

import re

# X-Forwarded-For: the client first, then the proxies that it came through. Some
# write a port behind an address, and `unknown` for one that they keep to themselves.
_CLIENT = re.compile(
    rb"\[?((?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)\]?(?::\d+)?(?:\s*,.*)?"
)
# Addresses that many networks have (RFC 1918, RFC 6598, RFC 4193, loopback).
_PRIVATE = re.compile(
    rb"10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\."
    rb"|[Ff][CcDd]|::1$"
)


def reader_of(address: bytes, agent: bytes | None, forwarded: bytes | None) -> bytes:
    """The reader of a request: the address, or the one that a proxy speaks for, and the agent.

    A network of delivery has many proxies, so its own address says nothing; a
    private address says who it is only together with that of the proxy.
    """
    client = _CLIENT.fullmatch(forwarded) if forwarded else None
    if client:
        address = b" ".join((address, client[1])) if _PRIVATE.match(client[1]) else client[1]
    return address if agent is None else b"%b %b" % (address, agent)
