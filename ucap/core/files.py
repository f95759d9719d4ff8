"""Files that people bring: photos made anew, documents as they came, each judged by its content."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ucap.core.errors import RuleBroken
from ucap.core.readers import read_apart
from ucap.core.text import message

MOST_BYTES = 10 * 1024 * 1024
"""How large a file is at most."""

_LONGEST_STEM = 100
_PHOTO = "photo"
_TEXTS = ("csv", "txt")
_NAMES_OF_PHOTOS = ("jpg", "jpeg", "jfif", "png", "webp")
_WITH_MACROS = ("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}

MEDIA_TYPES: Mapping[str, str] = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
}
"""What servers call each kind of file that is kept; kinds are named by the ending of their names."""

ENDINGS = tuple(dict.fromkeys([*_NAMES_OF_PHOTOS, *list(MEDIA_TYPES)[1:]]))
"""How names of files that are taken may end."""

_PROBLEMS = {
    "empty": message("This file is empty."),
    "large": message("This file unpacks to more than can be looked at. Choose a smaller one."),
    "pixels": message("This picture has too many pixels. Make it smaller or save it as JPEG, and choose it again."),
    "macros": message("This file has macros or scripts. Save it without them, and choose it again."),
    "locked": message("This file is locked by a password. Save it without, and choose it again."),
    "markup": message("This file holds code of web pages or scripts. Save it as PDF, and choose that."),
    "entities": message("This document refers to what lies outside it. Save it anew, and choose it again."),
    "old": message("This is a document of an old kind. Save it as .docx, .xlsx or .pdf, and choose it again."),
    "heic": message("This photo is of a kind that few can open (HEIC). Save it as JPEG, and choose it again."),
    "picture": message("This picture is of a kind that is not taken. Save it as JPEG or PNG, and choose it again."),
    "unknown": message("What is in this file is none of the kinds that are taken."),
    "broken": message("This file cannot be read: it is damaged, or something else is hidden in it."),
}
_TOO_LARGE = message("This file is larger than 10 MB. Choose a smaller one.")
_WRONG_KIND = message(
    "Files of this kind are not taken. Choose a photo (JPEG, PNG, WebP), a PDF, or a document "
    "(DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV, TXT)."
)
_WRONG_NAME = message("The name of this file says something else than it is. Correct the ending, and choose it again.")


@dataclass(frozen=True)
class BroughtFile:
    """A file that somebody brought, as it can be kept.

    Attributes:
        kind: the ending of its name, which says what it is.
        name: as it was called, made harmless.
        content: of a photo, made anew.
        small: of a photo, what pages show; else empty.
        width, height: of what pages show; 0 if it is no photo.
    """

    kind: str
    name: str
    content: bytes
    small: bytes = b""
    width: int = 0
    height: int = 0

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what is kept."""
        return digest_of(self.content)


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def brought_file(filename: str, content: bytes) -> BroughtFile:
    """Return the file as it can be kept; what it is shows in its content, and its name must not say otherwise.

    Raises:
        RuleBroken: if it is of no kind that is taken, too large, or not what its name says.
    """
    ending = _ending_of(filename)
    if ending in _WITH_MACROS:
        raise RuleBroken(_PROBLEMS["macros"])
    if ending and ending not in ENDINGS:
        raise RuleBroken(_WRONG_KIND)
    if len(content) > MOST_BYTES:
        raise RuleBroken(_TOO_LARGE)
    answer, made = _read(content)
    kind = str(answer["kind"])
    if kind == _PHOTO:
        if ending and ending not in _NAMES_OF_PHOTOS:
            raise RuleBroken(_WRONG_NAME)
        large, small = answer["sizes"]
        shown = {"width": answer["width"], "height": answer["height"]}
        return BroughtFile("jpg", safe_name(filename, "jpg"), made[:large], made[large : large + small], **shown)
    if ending != kind and not (kind == "text" and ending in _TEXTS):
        raise RuleBroken(_WRONG_NAME)
    return BroughtFile(ending, safe_name(filename, ending), content)


def _read(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    """Return what the reader says of the file, and what it made of it."""
    answer, made = read_apart("ucap.core.file_reader", content=content)
    if "problem" in answer:
        raise RuleBroken(_PROBLEMS[answer["problem"]])
    return answer, made


def _ending_of(filename: str) -> str:
    """Return how the name ends, in small letters; empty if it has no ending."""
    stem, dot, ending = _plain(filename).rpartition(".")
    return ending.casefold() if dot and stem else ""


def safe_name(filename: str, ending: str) -> str:
    """Return a name that no file system, browser or reader takes for anything but a name, with this ending."""
    stem = _plain(filename)
    if _ending_of(filename):
        stem = stem.rpartition(".")[0]
    stem = re.sub(r'[<>:"|?*%;=+@`$&\']+', "-", stem).strip(" .-_~")[:_LONGEST_STEM].strip(" .-_~")
    if not stem or stem.partition(".")[0].casefold() in _DEVICES:
        stem = f"file-{stem}".rstrip("-")
    return f"{stem}.{ending}"


def _plain(filename: str) -> str:
    """Return the last part of a path, without what is not written: controls, marks of direction, lone surrogates."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", filename))[-1]
    shown = "".join(
        " " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one
        for one in last
        if one in "\u200c\u200d" or unicodedata.category(one) not in {"Cf", "Cs", "Cn", "Co"}
    )
    return " ".join(shown.split()).rstrip(". ")
