"""Measures what looking at hostile and at large files costs: seconds and memory of the program that reads each.

.venv/bin/python -m scripts.measure_files
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable

from PIL import Image

from config import ROOT
from tests.unit.core.test_files import HOSTILE

PROGRAM = """
import sys
from ucap.core.file_reader import main
main()
status = open("/proc/self/status").read()
sys.stderr.write(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
"""


def photo(kind: str, width: int, height: int, *, progressive: bool = False) -> Callable[[], bytes]:
    """Return what makes a photo full of noise."""

    def make() -> bytes:
        file = io.BytesIO()
        noise = Image.effect_noise((width, height), 60).convert("RGB")
        noise.save(file, kind, **({"progressive": True} if progressive else {}))
        return file.getvalue()

    return make


LARGE: dict[str, Callable[[], bytes]] = {
    "JPEG of 12 megapixels": photo("JPEG", 4_000, 3_000),
    "JPEG of 50 megapixels": photo("JPEG", 8_160, 6_120),
    "JPEG of 12 megapixels, progressive": photo("JPEG", 4_000, 3_000, progressive=True),
    "PNG of 8 megapixels": photo("PNG", 3_840, 2_160),
    "WebP of 3 megapixels": photo("WEBP", 2_000, 1_500),
    "10 MB of text that nearly is markup": lambda: b"a" + b"< " * (5 * 1024 * 1024),
}


def main() -> None:
    """Print what each costs."""
    for name, make in {**{name: make for name, (make, _problem) in HOSTILE.items()}, **LARGE}.items():
        content, began = make(), time.perf_counter()
        done = subprocess.run([sys.executable, "-c", PROGRAM], input=content, capture_output=True, check=True, cwd=ROOT)
        seconds, answer = time.perf_counter() - began, done.stdout.partition(b"\n")[0].decode()
        print(
            f"{name:38} {len(content) / 1e6:6.1f} MB  {seconds:5.2f} s  {int(done.stderr) / 1e3:5.0f} MB  {answer[:60]}"
        )


if __name__ == "__main__":
    main()
