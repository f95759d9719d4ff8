"""Promises about the source: who commits, how long things are, what templates may hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import UniqueConstraint

from config import ROOT
from ucap.core.database import Model
from ucap.entries.models import Entry

SOURCES = sorted((ROOT / "ucap").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FRAMES = ("components", "layouts")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_database_module_ends_transactions(path: Path) -> None:
    ended = [
        call.lineno
        for call in calls(ast.parse(path.read_text()))
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"commit", "rollback", "begin_nested"}
    ]

    assert ended == [] or name_of(path) == "ucap/core/database.py"


BEGIN_A_SESSION = {"come_back"}
"""Views to which another site sends somebody back, which can only be by GET; the answer works once, in one browser."""


def test_views_that_only_get_call_no_operation() -> None:
    looked_at = 0
    for path in SOURCES:
        if "routes" not in path.parts and path.name != "routes.py":
            continue
        for view in functions(path):
            if any(_is_get_only(mark) for mark in view.decorator_list) and view.name not in BEGIN_A_SESSION:
                looked_at += 1
                called = [
                    ast.unparse(call.func) for call in calls(view) if ast.unparse(call.func).startswith("operations.")
                ]
                assert called == [], f"{name_of(path)}: {view.name}"
    assert looked_at > 8


def _is_get_only(mark: ast.expr) -> bool:
    return isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("blueprint.get")


def test_every_view_that_changes_something_is_looked_at_by_one_of_the_rules_above() -> None:
    marks = [
        ast.unparse(mark)
        for path in SOURCES
        for view in functions(path)
        for mark in view.decorator_list
        if ast.unparse(mark).startswith("blueprint.")
    ]

    assert marks
    for mark in marks:
        assert mark.startswith(("blueprint.get(", "blueprint.post(")) or "methods=['GET', 'POST']" in mark, mark


@pytest.mark.parametrize("path", [*SOURCES, ROOT / "config.py", ROOT / "wsgi.py"], ids=name_of)
def test_files_and_functions_are_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400
    for function in functions(path):
        assert lines_of(function) <= 50, f"{function.name} has {lines_of(function)} lines"


def test_nearly_all_files_and_functions_are_shorter_still() -> None:
    files = [len(path.read_text().splitlines()) <= 300 for path in SOURCES]
    lengths = [lines_of(function) for path in SOURCES for function in functions(path)]

    assert sum(files) >= 0.95 * len(files)
    assert sum(length <= 29 for length in lengths) >= 0.95 * len(lengths)
    assert sorted(lengths)[len(lengths) // 2] < 10


def lines_of(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_a_package_says_what_it_is_and_holds_nothing_else() -> None:
    for path in SOURCES:
        if path.name == "__init__.py":
            (only,) = ast.parse(path.read_text()).body
            assert isinstance(only, ast.Expr), name_of(path)
    assert not {path.stem for path in SOURCES} & {"utils", "helpers", "common", "services", "manager"}


def test_only_the_settings_read_the_environment() -> None:
    reads = {
        name_of(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    }

    assert reads <= {"ucap/cli.py"}  # which hands it to the settings


def without_comments(path: Path) -> str:
    return re.sub(r"{#.*?#}", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_no_style_no_handler_and_no_script(path: Path) -> None:
    source = without_comments(path)

    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source)
    assert not re.search(r"javascript:", source, re.IGNORECASE)
    assert "<style" not in source
    assert all(not content.strip() for content in re.findall(r"<script[^>]*>(.*?)</script>", source, re.DOTALL))


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.relative_to(ROOT / "templates").parts[0] not in FRAMES], ids=name_of
)
def test_pages_write_no_control_no_table_and_trust_no_text(path: Path) -> None:
    source = without_comments(path)

    assert not re.search(r"<(input|select|textarea|table)\b", source)
    assert not re.search(r"\|\s*safe\b", source)
    assert "autoescape" not in source


def test_only_components_trust_text() -> None:
    trusting = [
        name_of(path)
        for path in TEMPLATES
        if re.search(r"\|\s*safe\b", without_comments(path)) and "components" not in path.parts
    ]

    assert trusting == []


def test_every_foreign_key_can_be_followed_back_quickly() -> None:
    assert Entry.__tablename__ in Model.metadata.tables
    for table in Model.metadata.sorted_tables:
        first = {next(iter(table.primary_key.columns)).name}
        first |= {next(iter(index.columns)).name for index in table.indexes}
        first |= {
            next(iter(constraint.columns)).name
            for constraint in table.constraints
            if isinstance(constraint, UniqueConstraint)
        }
        followed = {column.name for column in table.columns if column.foreign_keys}
        assert followed <= first, f"{table.name}: {followed - first}"


def test_no_committed_file_is_large() -> None:
    for folder in ("ucap", "templates", "migrations", "tests"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert path.stat().st_size <= 400_000, name_of(path)
