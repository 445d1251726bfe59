"""What an extension may call its things, and what its functions must give."""

from __future__ import annotations

import ast
import difflib
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable
from typing import Any

from agentdash.errors import UserError
from agentdash.extensions.blame import here
from agentdash.settings.durations import is_duration
from agentdash.vocabulary.dashboards import NAMES

_RESERVED = ("agentdash", "own")
_SEVERITIES = ("critical", "warning", "info")


def check_key(what: str, key: object, longest: int) -> str:
    """The key itself. Raises UserError for what is none."""
    if not isinstance(key, str) or not re.fullmatch(rf"[a-z][a-z0-9_]{{0,{longest - 1}}}", key):
        raise UserError(f"{here()}: {key!r} is no key of {_article(what)}: a-z, 0-9 and _, a letter first, at most {longest} characters; write e.g. refunds")
    if what == "extension" and key in _RESERVED:
        raise UserError(f"{here()}: the name {key} is taken; write e.g. that of your team")
    return key


def alert_name(name: str, place: str) -> str:
    """The name itself. Raises UserError for what is none."""
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]{0,39}", name):
        raise UserError(f"{place}: {name!r} is no name of an alert: A-Z, a-z and 0-9, a capital first; write e.g. RefundSpike")
    return name


def window(text: str, what: str, place: str) -> str:
    """The duration itself. Raises UserError for what is none."""
    if not isinstance(text, str) or not is_duration(text):
        raise UserError(f"{place}: {what}: {text!r} is not a duration; write e.g. 10m")
    return text


def one_of(text: str, known: Iterable[str], what: str, place: str) -> str:
    """The text itself. Raises UserError for what is not known."""
    names = tuple(known)
    if text not in names:
        near = difflib.get_close_matches(str(text), names, n=1)
        raise UserError(f"{place}: no {what} {text!r}; " + (f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"))
    return text


def severity(text: str, place: str) -> str:
    """The severity itself. Raises UserError for another word."""
    return one_of(text, _SEVERITIES, "severity", place)


def our_dashboard(name: str, place: str) -> str:
    """The name itself. Raises UserError for what is no dashboard of ours."""
    return one_of(name, NAMES, "dashboard", place)


def returns_something(function: Callable[..., Any], place: str, what: str) -> None:
    """Raises UserError for a function without a ``return`` that gives something, where its text can be read."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return
    if not isinstance(tree.body[0], ast.FunctionDef):
        return
    if not any(isinstance(node, ast.Raise) or (
            isinstance(node, ast.Return) and node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None))
            for node in ast.walk(tree.body[0])):
        raise UserError(f"{place}: {function.__name__} returns None; return {what}")


def _article(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"
