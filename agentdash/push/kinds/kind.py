"""What push has to know about a kind of Grafana resource."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from agentdash.push.compare import Change, changes
from agentdash.push.errors import Denied, GrafanaError
from agentdash.push.normalise import placed
from agentdash.push.safe_write import ChangedMeanwhile

if TYPE_CHECKING:
    from agentdash.push.built_files import BuiltFiles
    from agentdash.push.desired import DesiredState, Resource
    from agentdash.push.live import Live
    from agentdash.push.server import Server


class Access(Enum):
    """What may be done to a resource, each with a permission of its own."""

    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Kept(GrafanaError):
    """A resource was to be deleted if nothing is in it, and something is: nothing went wrong."""


@dataclass(frozen=True)
class Write:
    """How to write: as whom (`prefix`), over what others saved since the plan (`force`), and with which secrets."""

    prefix: str
    force: bool = False
    # For histories
    message: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict)


class Kind(ABC):
    """One kind of resource: how it is loaded, read, written, deleted and told apart from other people's.

    A subclass and its place in `KINDS` is all that a new kind needs; nothing else knows one by name. Everything that asks
    a server raises GrafanaError.
    """

    name: ClassVar[str]
    # What else `--only` may call it, besides its name and the plural
    also_called: ClassVar[tuple[str, ...]] = ()
    permissions: ClassVar[Mapping[Access, str]]
    # Whether `--force` takes over what somebody else made; where not, only `--adopt UID` does.
    force_takes_over: ClassVar[bool] = True
    # What to do about somebody else's resource with a uid of ours, `{uid}`
    instead_of_taking_over: ClassVar[str] = "write another uid prefix, or `--force` to take it over"
    # Set where somebody else's is used as it is, and never changed: what to say of it when it differs
    used_as_it_is: ClassVar[str] = ""
    # What it is made of, where other resources may hold that
    parts: ClassVar[str] = ""
    # On which condition one is deleted
    deleted_if: ClassVar[str] = ""

    def __str__(self) -> str:
        return self.name

    @property
    def plural(self) -> str:
        """What people call several of it."""
        return self.also_called[-1] if self.also_called else f"{self.name}s"

    @property
    def names(self) -> frozenset[str]:
        """Everything that `--only` may call it, in small letters."""
        singular = (self.name, self.name.replace(" ", "-"))
        return frozenset([*singular, *(f"{name}s" for name in singular), *self.also_called])

    @abstractmethod
    def load(self, files: BuiltFiles) -> Sequence[Resource]:
        """What was built of this kind, what others need first. Raises UserError, naming the file."""

    @abstractmethod
    def read(self, server: Server, uid: str, prefix: str) -> Live | None:
        """What is there, by GET requests only."""

    @abstractmethod
    def write(self, server: Server, want: Resource, base: Live | None, how: Write) -> None:
        """From `base` (None: nothing there) to `want`; returns when that is certain."""

    @abstractmethod
    def delete(self, server: Server, live: Live) -> None:
        """Delete it; returns when it is gone."""

    @abstractmethod
    def owned(self, server: Server, prefix: str) -> Sequence[str]:
        """Uids that carry our mark: candidates for deletion, which `read_for_deletion` confirms."""

    def permission_on(self, access: Access, uid: str, folder: str) -> str:
        """What the permission is needed on: the folder, unless a kind says otherwise."""
        return f"folder {folder}" if folder else "the root folder (general)"

    def owns(self, live: Live, prefix: str) -> bool:
        """Whether an agentdash with this uid prefix pushed it."""
        return live.mark is not None and live.mark.prefix == prefix

    def differences(self, server: Server, want: Resource, live: Live) -> tuple[Change, ...]:
        """What a write would change."""
        return changes(placed(live.spec, live.folder), placed(want.spec, want.folder))

    def before_change(self, server: Server, live: Live, prefix: str) -> Live:
        """The same, `locked` where only another request tells that it is. Asked only before a change."""
        return live

    def taken_from(self, server: Server, want: Resource, there: Live | None, prefix: str) -> Sequence[Live]:
        """Other resources that writing `want` would take something from."""
        return ()

    def read_for_deletion(self, server: Server, uid: str, prefix: str, keep: DesiredState) -> Live | None:
        """What of it may be deleted while `keep` stays; None for nothing."""
        live = self.read(server, uid, prefix)
        return None if live is None else self.before_change(server, live, prefix)

    def check_before_deletion(self, server: Server, planned: Live, prefix: str) -> None:
        """Look once more: Grafana deletes without asking for a version. Raises ChangedMeanwhile, or Kept."""
        now = self.read(server, planned.uid, prefix)
        if now is not None and (now.mark, now.version) != (planned.mark, planned.version):
            raise ChangedMeanwhile

    def last_pushed(self, server: Server, live: Live) -> Mapping[str, Any] | None:
        """The normal form of what was pushed last, where Grafana remembers it."""
        return None

    def without_mark(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """What Grafana returned, without our mark."""
        return raw

    def denied(self, access: Access, uid: str, folder: str, error: Denied) -> str:
        """Name the permission and what it is needed on: `needs dashboards:write on folder agentdash`."""
        said = f" (Grafana asks for: {error.permission})" if error.permission else f' (Grafana: "{error.detail}")' if error.detail else ""
        needed = f"{self.permissions[access]} on {self.permission_on(access, uid, folder)}"
        return f"may not {access.value} it: the credentials need {needed}{said}; give the service account that permission"

    def failed(self, access: Access, uid: str, folder: str, error: GrafanaError) -> str:
        """What to say of a failed request for one resource."""
        return self.denied(access, uid, folder, error) if isinstance(error, Denied) else str(error)
