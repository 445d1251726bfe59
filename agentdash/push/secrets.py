"""Secrets: where they are read, and the guard that keeps them out of everything printed.

They come from the environment or from a file that the environment names, never from an argument, which `ps` shows.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from agentdash.errors import AgentdashError, UserError

_REFERENCE = re.compile(r"\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_LOGIN_IN_URL = re.compile(r"://[^/@\s\"']+:[^/@\s\"']+@")
# Anything shorter is no secret worth the name, and hiding it would garble what is printed.
_SHORTEST = 4


def read_file(path: str, name: str) -> str:
    """Return the secret in the file that `name` (a variable or a setting) points to, without its last newline.

    Raises UserError when it cannot be read or is empty.
    """
    try:
        text = Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not text"
        raise UserError(f"{name}: {path}: cannot be read: {why}; write the path of a file that holds only the secret") from None
    if not text:
        raise UserError(f"{name}: {path}: empty; write the secret into it")
    return text


def fill(text: str, env: Mapping[str, str], place: str) -> str:
    """Put environment variables in the place of `${NAME}`; `$${` stands for `${`.

    Raises UserError, naming `place` and the variable, for one that is not set.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None:
            return "${"
        if not env.get(name):
            raise UserError(f"{place}: the environment variable {name} is not set; export {name} before the push")
        return env[name]

    return _REFERENCE.sub(value, text)


class Guard:
    """Knows every secret that this run has read and takes it out of text, also in its encoded forms."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def learn(self, *secrets: str | None) -> None:
        """Remember secrets; their base64 and percent-encoded forms are hidden too."""
        for secret in secrets:
            if secret and len(secret) >= _SHORTEST:
                self._known |= {secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode()}

    def learn_login(self, user: str, password: str) -> None:
        """Remember a password and the form in which basic authentication sends it."""
        self.learn(password, f"{user}:{password}")

    @contextmanager
    def hiding(self) -> Iterator[None]:
        """No error that leaves this block shows a secret."""
        try:
            yield
        except AgentdashError as error:
            error.args = (self.hide(str(error)),)
            raise

    def hide(self, text: str) -> str:
        """Return `text` with every known secret, and any login in a URL, replaced by three stars."""
        text = _LOGIN_IN_URL.sub("://***@", text)
        for secret in sorted(self._known, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text
