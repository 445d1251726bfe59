"""What Grafana should have, as the built files say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from agentdash.push.kinds.kind import Kind


class Key(NamedTuple):
    """What names a resource in one Grafana."""

    kind: Kind
    uid: str


@dataclass(frozen=True)
class Resource:
    """One thing to be in Grafana. `spec` is the normal form that is compared, `body` what is sent.

    `folder` is the uid of the folder it lies in ("" for the root), `needs` what has to be there before it. `secrets` maps
    a datasource's secret fields to `${ENV}` references. A rule group's uid is "<folder uid>/<title>".
    """

    kind: Kind
    uid: str
    title: str
    spec: Mapping[str, Any]
    body: Mapping[str, Any]
    # The built file, for messages
    file: str
    folder: str = ""
    needs: tuple[Key, ...] = ()
    secrets: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """What names it."""
        return Key(self.kind, self.uid)


@dataclass(frozen=True)
class ExistingDatasource:
    """A datasource of somebody else's that dashboards, links and rules use: looked up, never created, written or deleted.

    `reference` is its uid or its name, and stands wherever the built files name its uid. `plugin` is its type.
    """

    plugin: str
    reference: str
    # The built file, for messages
    file: str


@dataclass(frozen=True)
class DesiredState:
    """Every resource in the order of writing, and the uid prefix that is the mark of their owner."""

    prefix: str
    resources: tuple[Resource, ...]
    existing: tuple[ExistingDatasource, ...] = ()
    # What must stay as it is, whatever its mark says
    untouchable: frozenset[Key] = frozenset()

    def of(self, kind: Kind) -> tuple[Resource, ...]:
        """The resources of one kind."""
        return tuple(resource for resource in self.resources if resource.kind is kind)

    def depth(self, key: Key) -> int:
        """How many resources of its kind have to be there before it, one for the other: folders in folders."""
        one = self._by_key.get(key)
        return max((1 + self.depth(need) for need in (one.needs if one else ()) if need.kind is key.kind and need in self._by_key), default=0)

    @cached_property
    def _by_key(self) -> dict[Key, Resource]:
        return {one.key: one for one in self.resources}
