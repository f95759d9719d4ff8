"""See to what the tests need from the system: a browser with its driver, tools that open PDF documents, a web server.

As root on Debian and its relatives they are installed; elsewhere the command that brings them is shown.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from typing import NamedTuple

_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
"""Where servers lie too, which are not on everybody's path."""


class Tool(NamedTuple):
    """A program or library that the tests need, and the Debian package that brings it."""

    names: tuple[str, ...]
    package: str
    purpose: str

    @property
    def is_there(self) -> bool:
        """Tell whether it is found under any of its names."""
        return any(is_library(name) if ".so." in name else shutil.which(name, path=_PATH) for name in self.names)


TOOLS = [
    Tool(("chromium", "chromium-browser", "google-chrome"), "chromium", "the journeys in a browser"),
    Tool(("libatomic.so.1",), "libatomic1", "Playwright, which drives the browser"),
    Tool(("pdftotext",), "poppler-utils", "reading exported PDF documents"),
    Tool(("pdfinfo",), "poppler-utils", "checking exported PDF documents"),
    Tool(("nginx",), "nginx-light", "trying the web server of the production recipe"),
    Tool(("openssl",), "openssl", "the certificate of that web server"),
]


def is_library(name: str) -> bool:
    """Tell whether programs find the shared library; systems without such libraries do not need it."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_tools() -> list[Tool]:
    """Return the tools that this machine lacks."""
    return [tool for tool in TOOLS if not tool.is_there]


def install(packages: list[str]) -> None:
    """Install the packages with apt-get."""
    print(f"Installing {' and '.join(packages)}, which the tests need.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        command = ["apt-get", "--quiet", "--quiet", *arguments]
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    """Bring what is missing where that is possible, and name what stays missing."""
    missing = missing_tools()
    if not missing:
        return 0
    packages = sorted({tool.package for tool in missing})
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install(packages)
        missing = missing_tools()
    for tool in missing:
        print(f"MISSING: {' or '.join(tool.names)}, for {tool.purpose}.", file=sys.stderr)
    if missing:
        command = f"apt-get install --no-install-recommends {' '.join(packages)}"
        print(f"The tests need these. On Debian, as root: {command}", file=sys.stderr)
        print("Elsewhere, install what is named above, so that it is found on the PATH.", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
