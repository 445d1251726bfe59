"""The errors that a person sees.

`str(error)` is the whole message, one line, without a traceback.
"""

from __future__ import annotations


class AgentdashError(Exception):
    """Something went wrong that a person can understand and act on."""

    exit_code = 2


class UserError(AgentdashError):
    """The input is wrong: a settings file, an option, a path.

    The line says where it is, what is wrong and what would be right.
    """


class Findings(AgentdashError):
    """The command worked and what it looked for is there: differences, gaps."""

    exit_code = 1


class AgentdashWarning(UserWarning):
    """Something that is probably a mistake but stops nothing: `warnings.warn(line, AgentdashWarning)`.

    The command line shows it as one line on stderr, `agentdash: warning: <line>`.
    """
