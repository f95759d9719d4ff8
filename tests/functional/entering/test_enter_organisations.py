from collections.abc import Callable
from io import BytesIO
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from tests.factories import make_member, make_organisation, make_person, make_plan
from tests.pages import Page, PageClient
from tests.rows import digest_of_rows
from ucap.core.database import session
from ucap.directory.models import Helix, Organisation
from ucap.pairings.models import Role

ADD = {"add": "y"}


@pytest.fixture
def register(client: PageClient) -> str:
    plan = make_plan()
    client.sign_in(make_member(plan))
    place_id = plan.sides[0].places[0].id
    make_organisation(place_id, "Institute of rain", Helix.ACADEMIA)
    make_organisation(place_id, "Traders", Helix.BUSINESS)
    return f"/places/{place_id}/organisations/"


def test_each_row_is_compared_before_anything_is_kept(client: PageClient, register: str) -> None:
    text = (
        "Name\tHelix\tWebsite\n"
        "institute of RAIN\tAcademia\thttps://rain.example\n"
        "Traders\t\t\n"
        "Fishers\tciv\t\n"
        "Nobody\tSomething\t\n"
        "fishers\tCIV\t\n"
    )
    before = digest_of_rows()

    preview = client.open(register).follow("Enter a list or a sheet").submit({"text": text})

    assert digest_of_rows() == before
    assert marks(preview) == ["Changed", "The same", "New", "", ""]
    assert "Institute of rain" in preview.soup.select("del")[0].text
    assert "Write one of these: Government" in preview.text
    assert "Has the same name as row 4." in preview.text
    refused = preview.submit(ADD)
    assert refused.error_at("skip_rows")
    entered = refused.submit({**ADD, "skip_rows": "y"})
    assert entered.path == register
    assert "The list is entered: 2 organisations." in entered.text
    assert names() == ["Fishers", "Traders", "institute of RAIN"]
    assert digest_of_rows() != before


def test_a_list_is_undone_as_one_step_unless_somebody_built_on_it(client: PageClient, register: str) -> None:
    form = client.open(f"{register}paste")
    form.submit({"text": "Name\tHelix\tNote\nTraders\tBUS\tnew\nFishers\tCIV\t"}).submit(ADD)
    assert names() == ["Fishers", "Institute of rain", "Traders"]

    undone = form_of_undo(client, client.open(f"{register}paste"))

    assert "The list is undone" in undone.text
    assert names() == ["Institute of rain", "Traders"]
    assert session().scalars(select(Organisation.note)).all() == ["", ""]
    client.open(f"{register}paste").submit({"text": "Name\tHelix\nFishers\tCIV"}).submit(ADD)
    edit = client.open(client.open(register).link("Fishers")).link("Edit")
    client.open(edit).submit({"note": "changed since"})
    assert "was changed since" in form_of_undo(client, client.open(f"{register}paste")).text
    assert "Fishers" in names()


def test_a_list_sent_twice_counts_once_and_one_changed_meanwhile_is_looked_at_again(
    client: PageClient, register: str
) -> None:
    preview = client.open(f"{register}paste").submit({"text": "Name\tHelix\nFishers\tCIV"})

    preview.submit(ADD)
    again = preview.submit(ADD)

    assert names().count("Fishers") == 1
    assert again.status == 200
    assert "The register says all of this already." in again.text
    changing = client.open(f"{register}paste").submit({"text": "Name\tNote\nTraders\tmine"})
    other = changing.submit({"text": "Name\tNote\nTraders\ttheirs"})
    assert "The list is not the one that was checked" in changing.submit({**ADD, "text": "Name\nOther"}).text
    assert "theirs" in other.text


def test_a_workbook_and_a_file_of_commas_are_read_as_lists_formulas_as_text(client: PageClient, register: str) -> None:
    read = with_sheet(client, f"{register}paste", "list.xlsx", workbook())
    text = with_sheet(client, f"{register}paste", "list.csv", b"Name,Helix,Note\nFishers,CIV,=1+1\n")

    assert marks(read) == marks(text) == ["New"]
    assert "=1+1" in read.text
    read.submit(ADD)
    assert "=1+1" in session().scalars(select(Organisation.note)).all()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("bomb.xlsx", "unpacks to more"),
        ("long.xlsx", "too many rows"),
        ("entities.xlsx", "cannot be read as a workbook"),
        ("macros.xlsm", "has macros"),
        ("macros.xlsx", "has macros"),
        ("text.xlsx", "says something else than it is"),
        ("workbook.csv", "says something else than it is"),
        ("page.html", "ends in .xlsx or .csv"),
        ("../../etc/passwd", "ends in .xlsx or .csv"),
        ("empty.xlsx", "cannot be read as a workbook"),
    ],
)
def test_hostile_sheets_are_refused_with_a_reason_at_once(
    client: PageClient, register: str, name: str, says: str
) -> None:
    sheet = HOSTILE[name]()
    before, began = digest_of_rows(), perf_counter()

    refused = with_sheet(client, f"{register}paste", name, sheet)

    assert perf_counter() - began < 5
    assert says in refused.error_at("sheet")
    assert digest_of_rows() == before


def test_odd_names_are_kept_as_they_are_and_unstorable_ones_refused(client: PageClient, register: str) -> None:
    odd = ["<script>alert(1)</script>", "=HYPERLINK(1)", "Robert'); DROP TABLE organisations;--", "مؤسسة", "a\u202eb"]
    text = "Name\tHelix\n" + "\n".join(f"{name}\tCIV" for name in [*odd, "x" * 201])

    preview = client.open(f"{register}paste").submit({"text": f"{text}\nnul\0\tCIV"})
    client.open(f"{register}paste").submit({"text": text}).submit({**ADD, "skip_rows": "y"})

    assert marks(preview)[-2:] == ["", ""]
    assert set(odd) <= set(names())


def test_who_may(client: PageClient, register: str) -> None:
    address = f"{register}paste"
    for person, status in (
        (make_person(), 403),
        (make_member(make_plan(), Role.OBSERVER), 403),
        (make_member(make_plan("Pune", "Oslo")), 403),
    ):
        assert client.sign_in(person).open(address).status == status


def marks(page: Page) -> list[str]:
    """Return what each row of the preview does, in a word; nothing for rows with errors."""
    return [" ".join(cell.text.split()[1:]) for cell in page.soup.select(".ucap-preview tbody th")]


def names() -> list[str]:
    session().expire_all()
    return list(session().scalars(select(Organisation.name).order_by(Organisation.name)))


def form_of_undo(client: PageClient, page: Page) -> Page:
    action = next(form["action"] for form in page.soup.select("main form") if str(form.get("action")).endswith("/undo"))
    return client.post(str(action), {"csrf_token": page.csrf_token})


def with_sheet(client: PageClient, address: str, name: str, content: bytes) -> Page:
    form = client.open(address).form()
    return client.open(address, method="POST", data={**form, "sheet": (BytesIO(content), name)})


def workbook(rows: int = 1) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["Name", "Helix", "Note"])
    for _row in range(rows):
        sheet.append(["Fishers", "CIV", "=1+1"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(changes: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(workbook())) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes.get(name) or old.read(name))
    return file.getvalue()


def bomb() -> bytes:
    return repacked({"xl/worksheets/sheet1.xml": b"<a>" + b" " * 200_000_000})


def long_sheet() -> bytes:
    row = b"<row><c t='inlineStr'><is><t>a</t></is></c></row>"
    start = b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
    return repacked({"xl/worksheets/sheet1.xml": start + row * 300_000 + b"</sheetData></worksheet>"})


def entities() -> bytes:
    laughs = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'ha'}'>" for n in range(9))
    sheet = f"<?xml version='1.0'?><!DOCTYPE w [{laughs}]><worksheet>&e8;</worksheet>"
    return repacked({"xl/worksheets/sheet1.xml": sheet.encode()})


def with_macros() -> bytes:
    return repacked({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.xlsx": bomb,
    "long.xlsx": long_sheet,
    "entities.xlsx": entities,
    "macros.xlsm": with_macros,
    "macros.xlsx": with_macros,
    "text.xlsx": lambda: b"Name,Helix",
    "workbook.csv": workbook,
    "page.html": lambda: b"<script>alert(1)</script>",
    "../../etc/passwd": lambda: b"root",
    "empty.xlsx": lambda: b"PK\x03\x04",
}
