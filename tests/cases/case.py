"""A case of telemetry: what a program exports, as YAML, and what must be counted of it. README.md tells the form."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentdash import yaml_text
from tests.cases import logs, metrics
from tests.telemetry import spans
from tests.telemetry.spans import Span

FOLDER = Path(__file__).parent / "telemetry"
RUN = spans.span_id()[:6]
"""Part of every service's name, so that cases of one run are those of no other one."""
_KINDS = {"internal": spans.INTERNAL, "server": spans.SERVER, "client": spans.CLIENT}


@dataclass(frozen=True)
class Export:
    """One export request; ``after`` is in seconds after the first one."""

    after: float
    signal: str
    service: str
    resource: Mapping[str, Any]
    spans: tuple[Span, ...] = ()
    points: Mapping[str, Any] | None = None
    records: tuple[Mapping[str, Any], ...] = ()

    def body(self, begin: float) -> dict[str, Any]:
        """OTLP/JSON, when the first export leaves at ``begin`` (Unix seconds)."""
        if self.records:
            return logs.export(self.service, self.records, self.resource, begin + self.after)
        if self.points is not None:
            return metrics.export(self.service, self.points, begin, self.after)
        return spans.export(self.service, self.spans, self.resource, begin + self.after)


@dataclass(frozen=True)
class Case:
    """``expect`` is signal to number, range ``[low, high]``, or ``any``; signals that are not in it are zero.

    ``open`` says why it is not right yet.
    """

    name: str
    kind: str
    expect: Mapping[str, Any]
    settings: Mapping[str, Any]
    input: Mapping[str, Any]
    open: str | None

    def service(self, part: str = "") -> str:
        """The name of the program, or of one of its ``parts``."""
        return "-".join(filter(None, (self.name, RUN, part)))

    @functools.cached_property
    def exports(self) -> tuple[Export, ...]:
        """What the program sends, in order."""
        found = [*self._metrics(), *self._logs(), *self._traces()]
        return tuple(sorted(found, key=lambda export: export.after))

    @property
    def services(self) -> set[str]:
        """All services of the case: what is counted is counted of them together."""
        return {export.service for export in self.exports}

    def _metrics(self) -> Iterator[Export]:
        if points := self.input.get("metrics"):
            for number in range(len(points["counts"])):
                yield Export(number * points["every"], "metrics", self.service(), {}, points={**points, "counts": points["counts"][:number + 1]})

    def _logs(self) -> Iterator[Export]:
        together: dict[float, list[Mapping[str, Any]]] = {}
        for record in self.input.get("logs", ()):
            together.setdefault(record.get("after", 0.0), []).append(record)
        for after, found in together.items():
            yield Export(after, "logs", self.service(), self.input.get("resource", {}), records=tuple(found))

    def _traces(self) -> Iterator[Export]:
        together: dict[tuple[float, str], list[Span]] = {}
        for trace in self.input.get("spans", ()):
            for service, after, span in _spans(trace, None, ""):
                together.setdefault((after, service), []).append(span)
        for (after, service), found in together.items():
            yield Export(after, "traces", self.service(service), self.input.get("resource", {}), tuple(found))


def _spans(described: Mapping[str, Any], parent: Span | None, service: str) -> Iterator[tuple[str, float, Span]]:
    """Children first, as they end first."""
    service = described.get("service", service)
    span = Span(
        described.get("name", "x"), dict(described.get("attributes", {})), described.get("scope", "x"), parent, _KINDS[described.get("kind", "internal")],
        described.get("seconds", 1.0 if parent is None else parent.seconds - 0.1), spans.ERROR if described.get("failed") else described.get("status", 0),
        described.get("message", ""), tuple((event["name"], event.get("attributes", {})) for event in described.get("events", ())))
    for child in described.get("below", ()):
        yield from _spans(child, span, service)
    if not described.get("lost"):
        yield service, described.get("after", 0.0), span


@functools.cache
def cases() -> tuple[Case, ...]:
    """All cases of telemetry, by kind."""
    return tuple(case for path in sorted(FOLDER.glob("*.yaml")) for case in _file(path))


def _file(path: Path) -> Iterator[Case]:
    read = yaml_text.loads(path.read_text())
    whole: dict[str, dict[str, Any]] = {}
    for name, described in read["cases"].items():
        if (like := described.pop("like", None)) is not None:
            described = _changed(whole[like], described)
        whole[name] = described
        yield Case(f"{path.stem}.{name}", read["kind"], described["expect"], described.get("settings", {}), described, described.get("open"))


def _changed(original: Mapping[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """The original with other parts; ``change`` is laid over its innermost first span, ``without`` taken from its attributes."""
    found = copy.deepcopy({key: value for key, value in original.items() if key != "open"}) | {
        key: value for key, value in described.items() if key not in {"change", "without", "expect"}}
    found["expect"] = {**original["expect"], **described.get("expect", {})}
    for gone in described.get("no_longer", ()):
        del found["expect"][gone]
    if "change" in described or "without" in described:
        span = found["spans"][0]
        while span.get("below"):
            span = span["below"][0]
        change = dict(described.get("change", {}))
        kept = {key: value for key, value in span.get("attributes", {}).items() if key not in described.get("without", ())}
        span |= {**change, "attributes": {**kept, **change.get("attributes", {})}}
    return found
