"""The least a page can be, and the least saving can be; the benchmark compares ours to them.

A page is a view of Flask that answers as many bytes. Saving is one that reads the same form, writes it as a row of an
SQLite file as durably as ours, and leads on.
"""

import tempfile
from functools import cache
from pathlib import Path

from flask import Flask, redirect, request
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, create_engine, insert
from werkzeug.wrappers import Response

server = Flask(__name__)
forms = Table("forms", MetaData(), Column("id", Integer, primary_key=True), Column("fields", Text, nullable=False))


@cache
def page_of(size: int) -> bytes:
    """Return HTML of so many bytes."""
    return b"<!DOCTYPE html><title>Bare</title>".ljust(size, b".")[:size]


@cache
def database() -> Engine:
    """Make a database of one table, in the journal mode of ours."""
    folder = tempfile.mkdtemp(prefix="ucap-bare-")
    engine = create_engine(f"sqlite:///{Path(folder) / 'bare.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        forms.create(connection)
    return engine


@server.get("/bytes/<int:size>")
def show_bytes(size: int) -> bytes:
    """Answer a page of so many bytes."""
    return page_of(size)


@server.post("/forms")
def keep_form() -> Response:
    """Keep a form, and lead on."""
    with database().begin() as connection:
        connection.execute(insert(forms).values(fields=str(request.form.to_dict(flat=False))))
    return redirect("/bytes/0", 303)
