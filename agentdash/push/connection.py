"""Which Grafana to connect to, as whom, and how patiently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from agentdash.errors import UserError
from agentdash.push import secrets
from agentdash.push.secrets import Guard

# Requests under way at once
CONCURRENCY = 8
# Seconds to wait for a connection
CONNECT = 10.0


@dataclass(frozen=True)
class Connection:
    """A Grafana server, what to show it, and how long to wait for it.

    `url` ends in a slash and carries no credentials. `auth` is a token, a (user, password) pair, or None.
    """

    url: str
    # What to name in messages: "GRAFANA_URL", or "agentdash.yaml: targets.prod.url"
    url_from: str
    auth: str | tuple[str, str] | None = field(default=None, repr=False)
    auth_from: str = "GRAFANA_TOKEN"
    org_id: int | None = None
    org_from: str = "GRAFANA_ORG_ID"
    ca_file: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    insecure: bool = False
    # seconds, for one request
    timeout: float = 30.0
    # How often a request that may be repeated is tried, and the first pause in seconds; each later one doubles.
    tries: int = 5
    pause: float = 0.5
    guard: Guard = field(default_factory=Guard, repr=False, compare=False)


def from_environment(env: Mapping[str, str]) -> Connection | None:
    """The Grafana that GRAFANA_URL names, or None without it.

    Read beside it: GRAFANA_TOKEN, GRAFANA_TOKEN_FILE, GRAFANA_USER, GRAFANA_PASSWORD, GRAFANA_PASSWORD_FILE,
    GRAFANA_ORG_ID, GRAFANA_CA_FILE, GRAFANA_CLIENT_CERT, GRAFANA_CLIENT_KEY, GRAFANA_INSECURE, GRAFANA_TIMEOUT.
    Raises UserError for a value that cannot be meant.
    """
    if not env.get("GRAFANA_URL"):
        return None
    guard = Guard()
    url, login = clean_url(env["GRAFANA_URL"], "GRAFANA_URL", guard)
    auth, auth_from = credentials(env, guard)
    return Connection(
        url=url,
        url_from="GRAFANA_URL",
        auth=auth or login,
        auth_from=auth_from if auth or not login else "GRAFANA_URL",
        org_id=_whole(env, "GRAFANA_ORG_ID"),
        ca_file=env.get("GRAFANA_CA_FILE") or None,
        client_cert=env.get("GRAFANA_CLIENT_CERT") or None,
        client_key=env.get("GRAFANA_CLIENT_KEY") or None,
        insecure=env.get("GRAFANA_INSECURE", "").lower() in {"1", "true", "yes"},
        timeout=float(_whole(env, "GRAFANA_TIMEOUT") or Connection.timeout),
        guard=guard,
    )


def credentials(env: Mapping[str, str], guard: Guard) -> tuple[str | tuple[str, str] | None, str]:
    """The token or login of the environment, and the variable that it came from. Raises UserError."""
    if env.get("GRAFANA_TOKEN"):
        return check_token(env["GRAFANA_TOKEN"], "GRAFANA_TOKEN", guard), "GRAFANA_TOKEN"
    if env.get("GRAFANA_TOKEN_FILE"):
        text = secrets.read_file(env["GRAFANA_TOKEN_FILE"], "GRAFANA_TOKEN_FILE")
        return check_token(text, "GRAFANA_TOKEN_FILE", guard), "GRAFANA_TOKEN_FILE"
    if env.get("GRAFANA_USER"):
        password = env.get("GRAFANA_PASSWORD")
        if not password and env.get("GRAFANA_PASSWORD_FILE"):
            password = secrets.read_file(env["GRAFANA_PASSWORD_FILE"], "GRAFANA_PASSWORD_FILE")
        if not password:
            raise UserError("GRAFANA_USER: a user without a password; set GRAFANA_PASSWORD or GRAFANA_PASSWORD_FILE")
        guard.learn_login(env["GRAFANA_USER"], password)
        return (env["GRAFANA_USER"], password), "GRAFANA_USER"
    return None, "GRAFANA_TOKEN"


def clean_url(text: str, place: str, guard: Guard) -> tuple[str, tuple[str, str] | None]:
    """Check a base URL; return it with a final slash and without the login that it may carry, and that login.

    Raises UserError for anything that is no http(s) URL.
    """
    example = "write e.g. https://grafana.example.com or http://localhost:3000/grafana"
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise UserError(f"{place}: not a URL; {example}") from None
    if parts.password:
        guard.learn_login(parts.username or "", parts.password)
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(c.isspace() for c in text.strip()):
        raise UserError(f"{place}: not an http or https URL; {example}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    where = host if port is None else f"{host}:{port}"
    # People copy the address of the page they see, or the API's.
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments and segments[-1] in ("login", "api"):
        segments.pop()
    path = "/".join(segments)
    login = (parts.username, parts.password) if parts.username and parts.password else None
    return f"{parts.scheme}://{where}/{path}/" if path else f"{parts.scheme}://{where}/", login


def check_token(text: str, place: str, guard: Guard) -> str:
    """Return a token without surrounding space. Raises UserError, without showing it, for what cannot be one."""
    guard.learn(text, text.strip())
    text = text.strip()
    # A header cannot carry these, and the library's own error would show the token.
    if not text.isascii() or not text.isprintable() or " " in text:
        raise UserError(f"{place}: holds characters that no token has; copy the token again")
    return text


def _whole(env: Mapping[str, str], name: str) -> int | None:
    text = env.get(name, "").strip()
    if not text:
        return None
    if not text.isdigit() or int(text) < 1:
        raise UserError(f"{name}: not a whole number above 0; write e.g. {name}=1")
    return int(text)
