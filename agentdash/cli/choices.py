"""`--set NAME=VALUE`, values of dashboards' variables, and `--url`, where a server answers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from agentdash.errors import AgentdashError, UserError


def chosen_values(given: Iterable[str]) -> dict[str, list[str]]:
    """Values by variable; one may be named several times. Raises UserError for what chooses nothing."""
    found: dict[str, list[str]] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not (name and equals):
            raise UserError(f'--set: "{one}" chooses nothing; write e.g. service=support-bot')
        found.setdefault(name, []).append(value)
    return found


def checked_url(url: str | None, option: str = "--url", example: str = "http://localhost:9090") -> None:
    """Raise UserError for what is given and no http or https URL."""
    if url and not url.startswith(("http://", "https://")):
        raise UserError(f'{option}: "{url}" is not a URL; write e.g. {example}')


@contextlib.contextmanager
def asking() -> Iterator[None]:
    """Around what asks Prometheus. Raises AgentdashError that says what to do where it does not answer, or something else does."""
    from agentdash.ask import NoAnswer, Refusal

    try:
        yield
    except NoAnswer as error:
        raise AgentdashError(f"{error}; start it, or say where Prometheus answers: --url") from None
    except Refusal as error:
        if error.status not in (200, 404):
            raise
        raise AgentdashError(f"{error}; say where Prometheus' API begins, without /api/v1: --url") from None
