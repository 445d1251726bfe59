"""The Grafana that is meant: one of the settings' targets, or the one that the environment names, as a connection for push."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from agentdash.errors import UserError
from agentdash.push import connection, secrets
from agentdash.push.connection import Connection

if TYPE_CHECKING:
    from agentdash.settings.targets import TargetSettings


def find(name: str | None, known: Callable[[], Mapping[str, TargetSettings]], file: str, env: Mapping[str, str]) -> Connection:
    """The target `name`; without one the Grafana in GRAFANA_URL, else the only target.

    `known` returns the targets of the settings `file`, and is asked only when they matter. Raises UserError.
    """
    if name is None and (found := connection.from_environment(env)) is not None:
        return found
    targets = known()
    name = chosen(name, targets, env)
    if not name:
        what = f"{len(targets)} targets in {file} ({', '.join(targets)}); choose one with --target" if targets else \
            f"set GRAFANA_URL, or write targets: into {file}"
        raise UserError(f"which Grafana? {what}")
    if name not in targets:
        raise UserError(f"target {name}: not in {file}; " + (f"known: {', '.join(targets)}" if targets else "write it under targets:"))
    return _resolved(targets[name], f"{file}: targets.{name}", env)


def chosen(name: str | None, targets: Mapping[str, TargetSettings], env: Mapping[str, str]) -> str:
    """The target that is meant: `name`; without one, and without GRAFANA_URL, the only one there is; "" for none."""
    if name is None and len(targets) == 1 and connection.from_environment(env) is None:
        return next(iter(targets))
    return name or ""


def _resolved(given: TargetSettings, place: str, env: Mapping[str, str]) -> Connection:
    guard = secrets.Guard()

    def value(key: str) -> str:
        return secrets.fill(getattr(given, key), env, f"{place}.{key}")

    url, login = connection.clean_url(value("url"), f"{place}.url", guard)
    auth: str | tuple[str, str] | None
    if given.token or given.token_file:
        key = "token" if given.token else "token_file"
        text = value("token") if given.token else secrets.read_file(value("token_file"), f"{place}.token_file")
        auth, auth_from = connection.check_token(text, f"{place}.{key}", guard), f"{place}.{key}"
    elif given.user:
        password = value("password") if given.password else secrets.read_file(value("password_file"), f"{place}.password_file")
        guard.learn_login(value("user"), password)
        auth, auth_from = (value("user"), password), f"{place}.user"
    else:
        auth, auth_from = connection.credentials(env, guard)
        auth = auth or login
    return Connection(
        url=url, url_from=f"{place}.url", auth=auth, auth_from=auth_from, org_id=given.org_id, org_from=f"{place}.org_id",
        ca_file=value("ca_file") or None, client_cert=value("client_cert") or None, client_key=value("client_key") or None,
        insecure=given.insecure, timeout=float(given.timeout), guard=guard,
    )
