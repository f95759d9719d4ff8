"""Readers of what people bring: programs of their own with little memory and time, for files come from anywhere."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_TIMEOUT_SECONDS = 5
_ROOT = Path(__file__).parents[2]


def read_apart(program: str, *arguments: str, content: bytes) -> tuple[Mapping[str, Any], bytes]:
    """Return what the program says of a file, a line of JSON, and what it wrote behind it.

    `{"problem": word}` says why the file is refused; a program that took too much or broke says that it is `large`.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file is its input
            [sys.executable, "-m", program, *arguments],
            input=content,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
            cwd=_ROOT,
        )
    except subprocess.TimeoutExpired:
        return {"problem": "large"}, b""
    if done.returncode != 0:
        return {"problem": "large"}, b""
    said, _line_end, made = done.stdout.partition(b"\n")
    return json.loads(said), made
