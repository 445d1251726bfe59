"""The first word with a Grafana: is it one, which version, and who manages what in it."""

from __future__ import annotations

import re
import threading
from functools import cached_property

from agentdash.push.client import Client, path
from agentdash.push.errors import Denied, Fatal, Missing, Refused

# The versions that push is made for, and that its tests imitate: the first that it takes, and the newest major one.
OLDEST, NEWEST = (10, 4), 13


class Server:
    """What is known about a Grafana beyond its resources. Raises Fatal when the URL leads to none."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._lock = threading.Lock()
        at = f"{client.connection.url_from}: {client.connection.url}"
        try:
            health = client.get("/health")
        except Missing:
            raise Fatal(f"{at}: no Grafana there; if it lies under a sub-path, write that too, e.g. {client.connection.url}grafana", 404) from None
        except (Denied, Refused) as error:
            raise Fatal(str(error), error.status) from None
        if not isinstance(health, dict) or "database" not in health:
            raise Fatal(f"{at}: something answers, but it is no Grafana; check the address and the port")
        if health["database"] != "ok":
            raise Fatal(f"{at}: Grafana's database is {health['database']}; check Grafana's log")
        found = re.match(r"(\d+)\.(\d+)", str(health.get("version") or ""))
        # Some hide their version from visitors; then it is taken for a current one.
        self.version: tuple[int, int] | None = (int(found[1]), int(found[2])) if found else None
        if self.version and self.version < OLDEST:
            raise Fatal(f"{at}: Grafana {'.'.join(map(str, self.version))}; agentdash needs {'.'.join(map(str, OLDEST))} or newer")
        self._check_organisation()

    def _check_organisation(self) -> None:
        """A user who is not in the organisation gets no 401 but a 403 for each resource; say it once instead."""
        connection = self.client.connection
        if connection.org_id is None or not isinstance(connection.auth, tuple):
            return
        mine = [one.get("orgId") for one in self.client.get("/user/orgs") or []]
        if connection.org_id not in mine:
            known = ", ".join(map(str, mine)) or "none"
            raise Fatal(f"{connection.org_from}: {connection.url}: the user is not in organisation {connection.org_id}; write one of the user's: {known}")

    @property
    def told_version(self) -> str:
        """The version for people, and what to mind about it."""
        if self.version is None:
            return f"version hidden, taken for {NEWEST}"
        text = ".".join(map(str, self.version))
        return text if self.version[0] <= NEWEST else f"{text}, newer than {NEWEST}, the last that this agentdash knows"

    @property
    def nests_folders(self) -> bool:
        """Whether folders lie in folders; before 11 only where an administrator turned it on."""
        return self.version is None or self.version >= (11, 0)

    def manager(self, uid: str) -> str:
        """Who manages a dashboard besides Grafana: "repo" (Git Sync), "terraform", "kubectl", ... or "".

        Only `/apis` tells. Writing to a dashboard of Git Sync makes a commit, so this is asked before any change.
        """
        if self.version and self.version < (12, 0):
            return ""
        for version in ("v1beta1", "v1"):
            # grafana-client knows /api only; its base ends there, so this continues it.
            where = f"s/dashboard.grafana.app/{version}/namespaces/{self._namespace}/dashboards{path(uid)}"
            try:
                found = self.client.get(where)
            except (Missing, Denied, Refused):
                continue
            notes = ((found or {}).get("metadata") or {}).get("annotations") or {}
            return str(notes.get("grafana.app/managedBy") or "")
        return ""

    @property
    def _namespace(self) -> str:
        with self._lock:
            return self._found_namespace

    @cached_property
    def _found_namespace(self) -> str:
        org = self.client.connection.org_id
        try:
            told = (self.client.get("/frontend/settings") or {}).get("namespace")
        except (Missing, Denied, Refused):
            told = None
        return told or ("default" if org in (None, 1) else f"org-{org}")
