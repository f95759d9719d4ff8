"""The least a page can be: a view of Flask that answers a page of as many bytes. The benchmark compares pages to it."""

from functools import cache

from flask import Flask

server = Flask(__name__)


@cache
def page_of(size: int) -> bytes:
    """Return HTML of so many bytes."""
    return b"<!DOCTYPE html><title>Bare</title>".ljust(size, b".")[:size]


@server.get("/bytes/<int:size>")
def show_bytes(size: int) -> bytes:
    """Answer a page of so many bytes."""
    return page_of(size)
