"""The formats that the schema names: what a uid, a duration, a URL or a reference to a secret looks like.

Each has the words for "is not …" and the check; the example comes from the schema's `examples`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from agentdash.settings.durations import is_duration
from agentdash.settings.environment import REFERENCE


def _uid(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_-]{1,40}", text) is not None


def _label(text: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]*", text) is not None


def _attribute(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.\-]*", text) is not None


def _plain(text: str) -> bool:
    return re.fullmatch(r"[^\"\\\x00-\x1f]{1,200}", text) is not None


def _model(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:/@\[\] -]{0,199}", text) is not None


def _header(text: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", text) is not None


def _url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port != 0
        and not (parts.query or parts.fragment or "@" in parts.netloc)
        and re.fullmatch(r"[!-~]+", text) is not None
    )


def _address(text: str) -> bool:
    match = re.fullmatch(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})", text)
    return match is not None and 0 < int(match[1]) < 65536


def _timezone(text: str) -> bool:
    if text in ("browser", "utc"):
        return True
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+){0,2}", text) is None:
        return False
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(text)
    except (OSError, ValueError, KeyError):
        # A machine without time zone data cannot tell.
        return not available_timezones()
    return True


# name -> (what the value is not, the check)
FORMATS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "uid": ("a uid (at most 40 of A-Z a-z 0-9 _ -)", _uid),
    "duration": ("a duration", is_duration),
    "refresh": ("a duration or never", lambda text: text == "never" or is_duration(text)),
    "timezone": ("a time zone", _timezone),
    "url": ("a URL (http or https, without user, query or fragment)", _url),
    "address": ("an address with a port", _address),
    "key": ("a key (a-z, 0-9, _ and -, a letter first)", lambda text: re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", text) is not None),
    "plain": ("a text of at most 200 characters without quotes, backslashes and line breaks", _plain),
    "metric": ("the name of a metric or label (a-z, A-Z, 0-9, _ and :)", lambda text: re.fullmatch(r"[A-Za-z_:][A-Za-z0-9_:]{0,199}", text) is not None),
    "alert-name": ("the name of an alert (A-Z, a-z and 0-9, a letter first)", lambda text: re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,59}", text) is not None),
    "panel": ("a panel as DASHBOARD/KEY", lambda text: re.fullmatch(r"[^/]+/[^/]+", text) is not None),
    "panel-key": ("the key of a panel", lambda text: re.fullmatch(r"([A-Za-z0-9_-]+/)?[^/]{1,100}", text) is not None),
    "label": ("a label name (a-z, 0-9 and _)", _label),
    "attribute": ("the name of a resource attribute", _attribute),
    "model": ("a model's name", _model),
    "header-name": ("the name of an HTTP header", _header),
    "secret": ("a reference to an environment variable", lambda text: REFERENCE.fullmatch(text) is not None),
}


@cache
def checker() -> Any:
    """Return the jsonschema format checker for these formats and no others."""
    from jsonschema import FormatChecker

    found = FormatChecker(formats=())
    for name, (_, check) in FORMATS.items():
        found.checks(name)(lambda value, check=check: not isinstance(value, str) or check(value))
    return found
