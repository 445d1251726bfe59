"""Types of the classes that agentdash/grafana builds on, as grafanalib 0.7.1 defines them; what is never used is left out."""

from collections.abc import Sequence
from typing import Any

import attr

@attr.s(kw_only=True)
class GridPos:
    h: int = attr.ib()
    w: int = attr.ib()
    x: int = attr.ib()
    y: int = attr.ib()
    def to_json_data(self) -> dict[str, Any]: ...

@attr.s
class Annotations:
    list: Sequence[Any] = attr.ib(factory=tuple)

@attr.s
class Templating:
    list: Sequence[Any] = attr.ib(factory=tuple)

@attr.s
class Time:
    start: str = attr.ib()
    end: str = attr.ib()
    def to_json_data(self) -> dict[str, str]: ...

@attr.s
class Repeat:
    direction: str | None = attr.ib(default=None)
    variable: str | None = attr.ib(default=None)
    maxPerRow: int | None = attr.ib(default=None)

@attr.s(kw_only=True)
class DashboardLink:
    title: str = attr.ib(default="")
    tags: Sequence[str] = attr.ib(factory=tuple)
    type: str = attr.ib(default="dashboards")
    includeVars: bool = attr.ib(default=False)
    keepTime: bool = attr.ib(default=True)
    def to_json_data(self) -> dict[str, Any]: ...

@attr.s(kw_only=True)
class Target:
    expr: str = attr.ib(default="")
    hide: bool = attr.ib(default=False)
    legendFormat: str = attr.ib(default="")
    interval: str = attr.ib(default="")
    refId: str = attr.ib(default="")
    instant: bool = attr.ib(default=False)
    datasource: Any = attr.ib(default=None)
    # Subclasses narrow these.
    format: Any = attr.ib(default="time_series")
    step: Any = attr.ib(default=10)
    def to_json_data(self) -> dict[str, Any]: ...

@attr.s(kw_only=True)
class Panel:
    # A list: grafanalib refuses any other sequence.
    targets: list[Any] = attr.ib(factory=list)
    title: str = attr.ib(default="")
    dataSource: Any = attr.ib(default=None)
    description: str | None = attr.ib(default=None)
    gridPos: GridPos | None = attr.ib(default=None)
    id: int | None = attr.ib(default=None)
    interval: str | None = attr.ib(default=None)
    links: Sequence[Any] = attr.ib(factory=list)
    repeat: Repeat = attr.ib(factory=Repeat)
    timeFrom: str | None = attr.ib(default=None)
    hideTimeOverride: bool = attr.ib(default=False)
    timeShift: str | None = attr.ib(default=None)
    transparent: bool = attr.ib(default=False)
    transformations: list[Any] = attr.ib(factory=list)
    extraJson: dict[str, Any] | None = attr.ib(default=None)
    # Subclasses narrow these.
    height: Any = attr.ib(default=None)
    maxDataPoints: Any = attr.ib(default=100)
    thresholds: Any = attr.ib(factory=list)
    def to_json_data(self) -> dict[str, Any]: ...

@attr.s(kw_only=True)
class RowPanel(Panel):
    panels: list[Any] = attr.ib(factory=list)
    collapsed: bool = attr.ib(default=False)

@attr.s(kw_only=True)
class Dashboard:
    title: str = attr.ib()
    uid: Any = attr.ib(default=None)
    annotations: Annotations = attr.ib(factory=Annotations)
    description: str = attr.ib(default="")
    editable: bool = attr.ib(default=True)
    links: Sequence[Any] = attr.ib(factory=list)
    panels: list[Any] = attr.ib(factory=list)
    refresh: str = attr.ib(default="10s")
    tags: Sequence[str] = attr.ib(factory=list)
    templating: Templating = attr.ib(factory=Templating)
    time: Time = attr.ib()
    timezone: str = attr.ib(default="utc")
    def to_json_data(self) -> dict[str, Any]: ...
