"""The reader of files: a program of its own with little memory and time, for files come from anywhere.

It reads a file from standard input and writes a line of JSON to standard output: `{"problem": word}`, or
`{"kind": word}` of a document, which is kept as it came, or of a photo `{"kind": word, "width": number, "height":
number, "sizes": [bytes, bytes]}`, and behind the line the photo made anew in two sizes. What a file is shows in its
content alone; nothing in it is carried out.
"""

import json
import math
import re
import resource
import sys
import warnings
from collections.abc import Callable
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from PIL import Image, ImageOps

_MEMORY_BYTES = 256 * 1024 * 1024
_CPU_SECONDS = 4

LARGE, SMALL = 1_600, 960
"""How long the longer edge of a photo is at most, as it is kept and as pages show it."""

_MOST_PIXELS = {"JPEG": 50_000_000, "MPO": 50_000_000, "PNG": 8_300_000, "WEBP": 3_000_000}
"""JPEG is made smaller while it is read; all else lies in memory as it is."""

_MOST_PIXELS_BY_STEPS = 12_500_000
"""Of a JPEG that comes in steps (progressive), of which all lies in memory."""

_QUALITY = 85
_MOST_PARTS = 2_000
_MOST_UNPACKED = 60 * 1024 * 1024
_CHUNK = 64 * 1024
_NEAR_AN_END = 1_024

_OFFICE = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|activex/.*)$|^(basic|scripts)/.+")
_ENTITIES = re.compile(rb"<!(doctype|entity)", re.IGNORECASE)
_BEGINS_AS_CODE = re.compile(r"\s*(<|#!)")
_MARKUP = re.compile(
    r"<\s{0,8}(!doctype|!entity|\?xml|\?php|html|head|body|script|svg|iframe|object|embed|link|meta|style|img|form)"
    r"[\s>/:]",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OTHERS = (
    (re.compile(rb"(?s).{4}ftyp(heic|heix|heif|hevc|mif1|msf1|avif)"), "heic"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "old"),
    (re.compile(rb"GIF8|BM|II\*\x00|MM\x00\*|\x00\x00\x01\x00"), "picture"),
)


class Refused(Exception):  # noqa: N818 - named after what it says
    """The file is refused; the argument is a word that says why."""


def main() -> None:
    """Read one file."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    made: list[bytes] = []
    try:
        answer = read(sys.stdin.buffer.read(), made)
    except Refused as refused:
        answer = {"problem": str(refused)}
    except MemoryError:
        answer = {"problem": "large"}
    except Exception:  # noqa: BLE001 - whatever a hostile file makes the parsers raise, it cannot be read
        answer = {"problem": "broken"}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(made))


def read(content: bytes, made: list[bytes]) -> dict[str, object]:
    """Return what the file is; of a photo, put into `made` what is made anew of it."""
    if not content:
        raise Refused("empty")
    for begins, judge in _JUDGES:
        if begins.match(content):
            return judge(content, made)
    for begins, problem in _OTHERS:
        if begins.match(content):
            raise Refused(problem)
    return {"kind": _kind_of_text(content)}


def _photo(content: bytes, made: list[bytes]) -> dict[str, object]:
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # what is too large is refused below
    Image.MAX_IMAGE_PIXELS = max(_MOST_PIXELS.values())
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as photo:
            kind = photo.format or ""
            steps = _MOST_PIXELS_BY_STEPS if photo.info.get("progressive") else _MOST_PIXELS[kind]
            if photo.width * photo.height > steps:
                raise Refused("pixels")
            large = _made_anew(photo, LARGE)
    except Image.DecompressionBombError as error:
        raise Refused("pixels") from error
    small = large.copy()
    small.thumbnail((SMALL, SMALL))
    made += [_jpeg_of(large), _jpeg_of(small)]
    size = {"width": small.width, "height": small.height}
    return {"kind": "photo", **size, "sizes": [len(one) for one in made]}


def _made_anew(photo: Image.Image, longest: int) -> Image.Image:
    """Return the photo upright, smaller, on white, and with nothing but its pixels."""
    share = longest / max(photo.size)
    photo.draft("RGB", (math.ceil(photo.width * share), math.ceil(photo.height * share)))
    photo.load()  # from here on its size stays as it is
    if photo.mode not in {"RGB", "L", "RGBA", "CMYK"}:
        photo = photo.convert("RGBA" if "transparency" in photo.info or photo.mode in {"PA", "LA"} else "RGB")
    photo.thumbnail((longest, longest))
    ImageOps.exif_transpose(photo, in_place=True)
    anew = Image.new("RGB", photo.size, "white")
    mask = photo.getchannel("A") if photo.mode == "RGBA" else None
    anew.paste(photo if photo.mode == "RGB" else photo.convert("RGB"), mask=mask)
    return anew


def _jpeg_of(photo: Image.Image) -> bytes:
    file = BytesIO()
    photo.save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _pdf(content: bytes, _made: list[bytes]) -> dict[str, object]:
    ends = content[:_NEAR_AN_END] + content[-_NEAR_AN_END:]
    if b"%%EOF" not in content[-_NEAR_AN_END:]:
        raise Refused("broken")
    if re.search(rb"(?i)<\s*(html|script|svg|!doctype)", ends):
        raise Refused("markup")
    if re.search(rb"/(JavaScript|Launch)\b", content):
        raise Refused("macros")
    return {"kind": "pdf"}


def _office(content: bytes, _made: list[bytes]) -> dict[str, object]:
    """Return which document in a package it is; every part is unpacked once, and nothing of it is kept."""
    if content[-22:-18] != b"PK\x05\x06":
        raise Refused("broken")  # something hangs behind it
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise Refused("large")
            if not parts or min(part.header_offset for part in parts) != 0:
                raise Refused("broken")
            if any(part.flag_bits & 1 for part in parts):
                raise Refused("locked")
            heads = _heads_of(package, parts)
    except (BadZipFile, KeyError, NotImplementedError) as error:
        raise Refused("broken") from error
    return {"kind": _kind_of_package(heads)}


def _heads_of(package: ZipFile, parts: list[ZipInfo]) -> dict[str, bytes]:
    """Return the beginning of each part, by its name in small letters; refuse parts that no document of ours has."""
    heads: dict[str, bytes] = {}
    left = _MOST_UNPACKED
    for part in parts:
        name = part.filename.casefold()
        if _MACROS.search(name):
            raise Refused("macros")
        is_xml = name.endswith((".xml", ".rels"))
        tail = b""
        with package.open(part) as file:
            while chunk := file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise Refused("large")
                heads.setdefault(name, chunk)
                tail = tail[-16:] + chunk.replace(b"\0", b"") if is_xml else b""
                if _ENTITIES.search(tail):
                    raise Refused("entities")
    return heads


def _kind_of_package(heads: dict[str, bytes]) -> str:
    kinds = heads.get("[content_types].xml", b"")
    if b"macroenabled" in kinds.lower():
        raise Refused("macros")
    found = next((kind for mark, kind in _OFFICE.items() if mark in kinds), None)
    found = found or _OPEN.get(heads.get("mimetype", b"").strip())
    if found is None:
        raise Refused("unknown")
    return found


def _kind_of_text(content: bytes) -> str:
    """Return that it is text, of people's writing or as a table."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        if _BEGINS_AS_CODE.match(text) or _MARKUP.search(text):
            raise Refused("markup")
        return "text"
    raise Refused("unknown")


_JUDGES: tuple[tuple[re.Pattern[bytes], Callable[[bytes, list[bytes]], dict[str, object]]], ...] = (
    (re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|(?s:RIFF.{4}WEBP)"), _photo),
    (re.compile(rb"%PDF-"), _pdf),
    (re.compile(rb"PK\x03\x04"), _office),
)

if __name__ == "__main__":
    main()
