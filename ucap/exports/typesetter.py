"""The typesetter: a program of its own that makes a PDF with little memory and time, and no way out.

It reads JSON from standard input, `{"template": path, "fonts": path, "data": {...}}`, and writes the PDF to standard
output. People's text comes as data, never as markup. It fetches nothing: Typst is given no packages.
"""

import json
import resource
import sys
from pathlib import Path

import typst

_MEMORY_BYTES = 1_500 * 1024 * 1024
_CPU_SECONDS = 20


def main() -> None:
    """Set one document."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    job = json.load(sys.stdin)
    template = Path(job["template"])
    pdf = typst.compile(
        template,
        root=template.parent,
        font_paths=[job["fonts"]],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(job["data"])},
        pdf_standards=["ua-1"],
        package_path=template.parent / "no-packages",
        package_cache_path=template.parent / "no-packages",
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
