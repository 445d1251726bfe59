"""The errors that a person sees.

`str(error)` is the whole message, one line for each thing that is wrong, without a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable


class AgentdashError(Exception):
    """Something went wrong that a person can understand and act on."""

    exit_code = 2
    traced = False
    """Whether a traceback helps: the error is in somebody's own code."""


class UserError(AgentdashError):
    """The input is wrong: a settings file, an option, a path.

    Each line says where it is, what is wrong and what would be right.
    """


class UnknownName(AgentdashError, LookupError):
    """The code names something that is not there: a dashboard, a panel, a column, a signal."""


def unknown(what: str, name: str, known: Iterable[str]) -> UnknownName:
    """The error for ``name``, which is none of ``known``: says which one was probably meant, else which there are."""
    import difflib

    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    return UnknownName(f"no {what} {name!r}; " + (f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names) or 'none'}"))


class Findings(AgentdashError):
    """The command worked and what it looked for is there: differences, gaps."""

    exit_code = 1


class AgentdashWarning(UserWarning):
    """Something that is probably a mistake but stops nothing: `warnings.warn(line, AgentdashWarning)`.

    The command line shows it as one line on stderr, `agentdash: warning: <line>`.
    """
