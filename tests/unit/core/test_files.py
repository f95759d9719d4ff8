"""Files that people bring: what each is shows in its content, and nothing hostile gets further than a reason."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from ucap.core import file_reader
from ucap.core.errors import RuleBroken
from ucap.core.file_reader import Refused
from ucap.core.files import MOST_BYTES, brought_file, safe_name

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def picture(kind: str, mode: str = "RGB", width: int = 40, height: int = 20, orientation: int = 6) -> bytes:
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010F] = "Camera of Asha"
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, kind, exif=told)
    return file.getvalue()


def package(parts: dict[str, bytes], kinds: str = WORD) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": kinds.encode(), **parts}.items():
            made.writestr(name, content)
    return file.getvalue()


def huge_png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")


def huge_jpeg() -> bytes:
    content = bytearray(picture("JPEG"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", 60_000, 60_000)
    return bytes(content)


def bomb() -> bytes:
    """Return a package whose one part says that it is small, and unpacks to 70 MB."""
    part = b"\0" * (70 * 1024 * 1024)
    content = package({"word/document.xml": part})
    return content.replace(struct.pack("<I", len(part)), struct.pack("<I", 1_000))


PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "60,000 x 60,000 PNG": (huge_png, "pixels"),
    "60,000 x 60,000 JPEG": (huge_jpeg, "pixels"),
    "zip bomb": (lambda: package({"word/document.xml": b"\0" * (70 * 1024 * 1024)}), "large"),
    "zip bomb that lies": (bomb, "broken"),
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "markup"),
    "HTML": (lambda: b"\n<!doctype html><script>alert(1)</script>", "markup"),
    "text with HTML": (lambda: b"Dear all, <iframe src=x>", "markup"),
    "shell script": (lambda: b"#!/bin/sh\nrm -rf /\n", "markup"),
    "GIF that is a script": (lambda: b"GIF89a/*\0*/=1;alert(1)", "picture"),
    "PDF that is HTML": (lambda: PDF.replace(b"1 0", b"<script>alert(1)</script> 1 0"), "markup"),
    "PDF with HTML behind": (lambda: PDF + b"<html><body onload=alert(1)>", "markup"),
    "PDF with a script": (lambda: PDF.replace(b"<< >>", b"<< /S /JavaScript /JS (app.alert) >>"), "macros"),
    "PDF cut off": (lambda: PDF[:20], "broken"),
    "macros": (lambda: package({"word/vbaProject.bin": b"x"}), "macros"),
    "macros by type": (lambda: package({}, kinds="ms-word.document.macroEnabled.main+xml"), "macros"),
    "macros of OpenDocument": (lambda: package({"Basic/Standard/Module1.xml": b"x"}), "macros"),
    "entities": (lambda: package({"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>"}), "entities"),
    "zip with HTML before": (lambda: b"<html>" + package({}), "unknown"),
    "zip with HTML behind": (lambda: package({}) + b"<script>alert(1)</script>", "broken"),
    "zip in which nothing is known": (lambda: package({}, kinds="x"), "unknown"),
    "old document": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 99, "old"),
    "HEIC": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 99, "heic"),
    "program": (lambda: b"MZ\x90\0" + b"\0" * 99, "unknown"),
    "photo cut off": (lambda: picture("JPEG")[:300], "broken"),
    "nothing": (lambda: b"", "empty"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_by_their_content(name: str) -> None:
    make, problem = HOSTILE[name]

    with pytest.raises(Exception) as refused:  # noqa: PT011 - what parsers raise of themselves is said to be broken
        file_reader.read(make(), [])

    assert (str(refused.value) if isinstance(refused.value, Refused) else "broken") == problem


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (package({"word/document.xml": b"<w/>"}), "docx"),
        (package({}, kinds="spreadsheetml.sheet.main+xml"), "xlsx"),
        (package({"mimetype": b"application/vnd.oasis.opendocument.text"}, kinds=""), "odt"),
        ("Ort;Höhe\nRotterdam;<3 m\n".encode("cp1252"), "text"),
        ("\ufeffसूरत, 12".encode(), "text"),
        ("Surat, 12".encode("utf-16"), "text"),
    ],
)
def test_documents_are_known_by_their_content(content: bytes, kind: str) -> None:
    assert file_reader.read(content, []) == {"kind": kind}


@pytest.mark.parametrize(
    ("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "RGBA"), ("WEBP", "RGB")]
)
def test_photos_are_made_anew_upright_and_tell_nothing(kind: str, mode: str) -> None:
    made: list[bytes] = []
    content = picture(kind, mode) + b"<html><script>alert(1)</script>" * (kind == "JPEG")

    answer = file_reader.read(content, made)

    assert (answer["kind"], answer["width"], answer["height"]) == ("photo", 20, 40)
    for one in made:
        with Image.open(io.BytesIO(one)) as photo:
            assert photo.format == "JPEG"
            assert not photo.getexif()
        assert b"Asha" not in one
        assert b"script" not in one


def test_a_large_photo_is_kept_in_two_sizes() -> None:
    made: list[bytes] = []

    file_reader.read(picture("JPEG", width=2_000, height=1_000, orientation=1), made)

    assert [Image.open(io.BytesIO(one)).size for one in made] == [(1_600, 800), (960, 480)]


def test_a_photo_comes_back_from_the_program_that_reads_it_under_a_name_that_fits() -> None:
    brought = brought_file("../Rain.PNG", picture("PNG"))

    assert (brought.kind, brought.name, brought.width, brought.height) == ("jpg", "Rain.jpg", 20, 40)
    assert brought.content.startswith(b"\xff\xd8")
    assert brought.small.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("report.docm", b"x", "macros"),
        ("page.html", b"x", "not taken"),
        ("picture.svg", b"x", "not taken"),
        ("evil.jpg.exe", b"x", "not taken"),
        ("large.pdf", b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
        ("report.docx", PDF, "says something else"),
        ("photo.pdf", picture("JPEG"), "says something else"),
        ("report", PDF, "says something else"),
        ("bomb.docx", HOSTILE["zip bomb"][0](), "unpacks to more"),
    ],
)
def test_what_is_refused_is_refused_in_words(name: str, content: bytes, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        brought_file(name, content)

    assert says in refused.value.message.msgid


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("..\\..\\boot.ini", "boot.jpg"),
        ("C:\\photos\\a.jpg", "a.jpg"),
        ("a\0b.jpg", "a b.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("a\u2028b.jpg", "a b.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
        ("CON.jpg", "file-CON.jpg"),
        ("nul", "file-nul.jpg"),
        ("com1.txt.jpg", "file-com1.txt.jpg"),
        ("photo.jpg...", "photo.jpg"),
        ("photo.jpg ", "photo.jpg"),
        ("🌧👩🏽\u200d🔬.jpg", "🌧👩🏽\u200d🔬.jpg"),
        ("-rf.jpg", "rf.jpg"),
        ("\"a'b`.jpg", "a-b.jpg"),
        ("a\r\nX-Header: b.jpg", "a X-Header- b.jpg"),
        ("", "file.jpg"),
        (".jpg", "jpg.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("...", "file.jpg"),
        ("a;b|c>d.jpg", "a-b-c-d.jpg"),
        ("=cmd.jpg", "cmd.jpg"),
        ("$(reboot).jpg", "(reboot).jpg"),
        ("%2e%2e%2fx.jpg", "2e-2e-2fx.jpg"),
        ("a\udc80b.jpg", "ab.jpg"),
        ("मानचित्र.jpg", "मानचित्र.jpg"),
    ],
)
def test_odd_names_become_names_and_nothing_else(name: str, safe: str) -> None:
    assert safe_name(name, "jpg") == safe
