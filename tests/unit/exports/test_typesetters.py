import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from ucap.exports.typesetters import Typesetters, TypesettingError

FIXED = '#set document(title: "x")\n#sys.inputs.data'
ENDLESS = '#set document(title: "x")\n#let a = ("x",)\n#for i in range(60) { a = a + a }\n#a.len()'
SLOW = '#set document(title: "x")\n#for a in range(30000) { for b in range(30000) { let c = b } }'


@pytest.fixture
def typesetters() -> Iterator[Typesetters]:
    made = Typesetters(timeout=10, idle=10)
    yield made
    made.end_waiting()


def test_the_next_one_waits_and_is_asked_once(typesetters: Typesetters, tmp_path: Path) -> None:
    first = typesetters.typeset(job(tmp_path, FIXED))
    waiting = typesetters.waiting_id
    second = typesetters.typeset(job(tmp_path, FIXED))

    assert first[:5] == second[:5] == b"%PDF-"
    assert waiting is not None
    assert typesetters.waiting_id not in {None, waiting}
    assert not psutil.pid_exists(waiting)


def test_one_that_was_killed_while_it_waited_is_replaced(typesetters: Typesetters, tmp_path: Path) -> None:
    typesetters.typeset(job(tmp_path, FIXED))
    waiting = psutil.Process(typesetters.waiting_id)
    waiting.kill()
    wait_until(lambda: waiting.status() == psutil.STATUS_ZOMBIE)

    assert typesetters.typeset(job(tmp_path, FIXED))[:5] == b"%PDF-"


@pytest.mark.parametrize("hostile", [ENDLESS, "#panic()"])
def test_what_breaks_one_does_not_reach_the_next(typesetters: Typesetters, tmp_path: Path, hostile: str) -> None:
    with pytest.raises(TypesettingError):
        typesetters.typeset(job(tmp_path, hostile))

    assert typesetters.typeset(job(tmp_path, FIXED))[:5] == b"%PDF-"


def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    before, hasty = children(), Typesetters(timeout=0.3)

    with pytest.raises(TypesettingError, match="too long"):
        hasty.typeset(job(tmp_path, SLOW))

    hasty.end_waiting()

    assert children() == before


def test_two_at_once_have_one_each(typesetters: Typesetters, tmp_path: Path) -> None:
    before = children()

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(typesetters.typeset, [job(tmp_path, FIXED)] * 2))

    assert [one[:5] for one in made] == [b"%PDF-"] * 2
    assert children() - before == {typesetters.waiting_id}


def test_it_ends_when_nobody_asks(tmp_path: Path) -> None:
    hasty = Typesetters(idle=0.01)
    hasty.typeset(job(tmp_path, FIXED))

    wait_until(lambda: hasty.waiting_id is None)

    assert hasty.typeset(job(tmp_path, FIXED))[:5] == b"%PDF-"
    hasty.end_waiting()


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    dies = "import os, sys; t = Typesetters(); t.typeset(sys.stdin.buffer.read()); os.write(1, b'%d' % t.waiting_id)"
    code = f"from ucap.exports.typesetters import Typesetters; {dies}; os._exit(1)"

    died = subprocess.run([sys.executable, "-c", code], input=job(tmp_path, FIXED), capture_output=True, check=False)

    waiting = int(died.stdout)
    wait_until(lambda: not psutil.pid_exists(waiting) or psutil.Process(waiting).status() == psutil.STATUS_ZOMBIE)


def job(folder: Path, template: str) -> bytes:
    file = folder / "a.typ"
    file.write_text(template)
    return json.dumps({"template": str(file), "fonts": [], "form": "pdf", "data": {}}).encode()


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for what another process does; fail if it does not within some seconds."""
    deadline = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.002)
