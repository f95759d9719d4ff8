"""Typesetters: children that set one document each, within limits; the next one waits ready for its document.

What a hostile document does to a child ends with that child, for none is asked twice. The one that waits has read all
that it needs but the document; it ends when nobody asked for a while, or with the process that started it.
"""

import atexit
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "ucap.exports.typesetter")
_TIMEOUT_SECONDS = 30
_IDLE_SECONDS = 15


class TypesettingError(Exception):
    """The typesetter gave up; the text is its own, for the log."""


class Typesetters:
    """Starts typesetters, the next one ahead of its document.

    Args:
        timeout: for how many seconds a document may be set.
        idle: after how many seconds one that waits is ended.
    """

    def __init__(self, *, timeout: float = _TIMEOUT_SECONDS, idle: float = _IDLE_SECONDS) -> None:
        self._timeout, self._idle = timeout, idle
        self._lock = Lock()
        self._waiting: subprocess.Popen[bytes] | None = None
        self._end_of_waiting: Timer | None = None

    def typeset(self, job: bytes) -> bytes:
        """Return what a typesetter makes of the job.

        Raises:
            TypesettingError: if it made nothing.
        """
        child = self._take()
        try:
            made, said = child.communicate(job, timeout=self._timeout)
        except subprocess.TimeoutExpired as expired:
            raise TypesettingError("it took too long") from expired
        finally:
            _end(child)
            self._prepare()
        if child.returncode != 0:
            raise TypesettingError(said.decode(errors="replace")[-2_000:] or f"it ended with {child.returncode}")
        return made

    def end_waiting(self) -> None:
        """End the one that waits, if there is one."""
        waiting = self._let_go()
        if waiting is not None:
            _end(waiting)

    @property
    def waiting_id(self) -> int | None:
        """Return the number of the process that waits, if one does."""
        with self._lock:
            return None if self._waiting is None else self._waiting.pid

    def _take(self) -> subprocess.Popen[bytes]:
        """Return the one that waits, or a new one if there is none or something ended it."""
        waiting = self._let_go()
        if waiting is None:
            return _started()
        if waiting.poll() is None:
            return waiting
        _end(waiting)
        return _started()

    def _prepare(self) -> None:
        """Let one wait, unless one does."""
        with self._lock:
            if self._waiting is None:
                with suppress(TypesettingError):  # there is what was asked for; whoever asks next hears of it
                    self._waiting = _started()
                    self._end_of_waiting = Timer(self._idle, self.end_waiting)
                    self._end_of_waiting.daemon = True
                    self._end_of_waiting.start()

    def _let_go(self) -> subprocess.Popen[bytes] | None:
        """Return the one that waits, if there is one; from now on none does."""
        with self._lock:
            waiting, timer = self._waiting, self._end_of_waiting
            self._waiting = self._end_of_waiting = None
        if timer is not None:
            timer.cancel()
        return waiting


def _started() -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(_COMMAND, cwd=_ROOT, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603 - our own program
    except OSError as error:
        raise TypesettingError("no process could be started for it") from error


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child if it runs, and leave nothing of it behind."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()


TYPESETTERS = Typesetters()
atexit.register(TYPESETTERS.end_waiting)
