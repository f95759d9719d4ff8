"""The typesetter: a program of its own that makes a PDF with little memory and time, and no way out.

It waits for JSON on standard input, `{"template": path, "fonts": [paths], "form": "pdf" or "png", "data": {...}}`, and
writes the PDF to standard output, or a JSON list of pictures in Base64. People's text comes as data, never as markup.
It fetches nothing: Typst is given no packages.
"""

import base64
import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst

_MEMORY_BYTES = 1_500 * 1024 * 1024
_CPU_SECONDS = 20
_PICTURES = "png"
_DOTS_PER_INCH = 180


def main() -> None:
    """Wait for a document and set it."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    said = sys.stdin.buffer.read()
    if not said:
        return  # who would have asked is gone
    job = json.loads(said)
    template = Path(job["template"])
    options: dict[str, Any] = {
        "root": template.parent,
        "font_paths": job["fonts"],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(job["data"])},
        "package_path": template.parent / "no-packages",
        "package_cache_path": template.parent / "no-packages",
    }
    if job["form"] == _PICTURES:
        made: Any = typst.compile(template, format="png", ppi=_DOTS_PER_INCH, **options)
        pages = made if isinstance(made, list) else [made]
        sys.stdout.write(json.dumps([base64.b64encode(page).decode() for page in pages]))
    else:
        sys.stdout.buffer.write(typst.compile(template, pdf_standards=["ua-1"], **options))


if __name__ == "__main__":
    main()
