"""What tells visitors apart: kept as keyed digests, which say nothing to who reads the database alone."""

import hashlib
import hmac
from ipaddress import IPv6Address, IPv6Network, ip_address

from flask import current_app, request

_HOUSEHOLD = 64
"""Bits of an IPv6 address that belong to the network; within it a visitor chooses their address freely."""


def keyed_digest(text: str) -> str:
    """Return a digest that only who knows the application's secret can make of the text."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, text.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()


def network_digest() -> str:
    """Return the digest of the network that the present request comes from."""
    return keyed_digest(f"network {_network(request.remote_addr or '')}")


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Network((int(found), _HOUSEHOLD), strict=False))
    return str(found)
