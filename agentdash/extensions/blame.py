"""Whose line it was: errors inside an extension name its file and line, and so does everything that it declares."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType

from agentdash.errors import AgentdashError, UserError

_OURS = str(Path(__file__).resolve().parent.parent)
_LIBRARY = sysconfig.get_paths()["stdlib"]
_LONGEST = 300


def here() -> str:
    """Where the extension stands that calls us: ``acme_dash.py:12``."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and _is_ours(frame.f_code.co_filename):
        frame = frame.f_back
    return f"{_shown(frame.f_code.co_filename)}:{frame.f_lineno}" if frame else "an extension"


@contextmanager
def blamed(place: str) -> Iterator[None]:
    """Whatever goes wrong inside is one line with the place in the extension; ``place`` where none of its lines is to blame.

    Raises UserError. The error itself is its cause, for ``agentdash --debug``.
    """
    try:
        yield
    except Blamed:
        raise
    except SyntaxError as error:
        raise Blamed(f"{_shown(error.filename or place)}:{error.lineno or 1}: invalid Python: {error.msg}; mend that line") from error
    except AgentdashError as error:
        where, said = _line(error.__traceback__) or place, _one_line(str(error))
        raise Blamed(said if said.startswith((f"{where}:", f"{where}.")) else f"{where}: {said}") from error
    except (Exception, SystemExit) as error:
        what = _one_line(str(error)) or "no message"
        raise Blamed(f"{_line(error.__traceback__) or place}: {type(error).__name__}: {what}; `agentdash --debug …` shows how it came to it") from error


class Blamed(UserError):
    """An error that names its place in an extension already."""

    traced = True


def _line(traceback: TracebackType | None) -> str:
    """The innermost line that is neither ours nor a library's."""
    found = ""
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if not _is_ours(filename) and not filename.startswith(("<", _LIBRARY)):
            found = f"{_shown(filename)}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return found


def _is_ours(filename: str) -> bool:
    return filename.startswith(_OURS)


def _shown(filename: str) -> str:
    """A path as it is read: from here, or the last parts of one that lies elsewhere."""
    path = Path(filename)
    if not path.is_absolute():
        return filename
    if path.is_relative_to(Path.cwd()):
        return str(path.relative_to(Path.cwd()))
    return str(Path(*path.parts[-2:]))


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
