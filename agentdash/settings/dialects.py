"""`telemetry.dialects:`, how one's own framework writes its spans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.nearest import nearest
from agentdash.settings.place import Place
from agentdash.vocabulary import kinds, spans


@dataclass(frozen=True)
class Sign:
    """What a span must have, all of it; "" and None say nothing. In texts `*` stands for anything."""

    span: str = ""
    scope: str = ""
    attribute: str = ""
    # What the attribute holds; None: anything
    value: str | bool | int | float | None = None


@dataclass(frozen=True)
class OwnName:
    """A canonical attribute, and theirs. `unit` is that of theirs, where the canonical one is a time in seconds."""

    canonical: str
    theirs: str
    unit: str = ""


@dataclass(frozen=True)
class OwnDialect:
    """One framework. Of several signs any one is enough."""

    key: str
    title: str
    when: tuple[Sign, ...]
    # (kind, signs) with kinds of `vocabulary.spans.KINDS`; no signs: every span of the dialect
    kinds: tuple[tuple[str, tuple[Sign, ...]], ...]
    names: tuple[OwnName, ...]
    # (canonical attribute, what it holds where the span does not say)
    constants: tuple[tuple[str, str], ...]
    failed: tuple[Sign, ...]
    # Names of attributes, with `*` for anything
    keep: tuple[str, ...]
    cached_beside_input: bool
    reasoning_beside_output: bool


def from_raw(raw: Mapping[str, Any], at: Place) -> tuple[OwnDialect, ...]:
    """Build them from their checked YAML.

    A dialect without a call is a problem, one that holds nothing in common with agentdash's names, a name of no attribute, and a unit where there
    is no time.
    """
    return tuple(_dialect(key, given, at[key]) for key, given in raw.items())


def _dialect(key: str, raw: Mapping[str, Any], at: Place) -> OwnDialect:
    own = OwnDialect(
        key, raw.get("title", key), tuple(_signs(raw["when"], at["when"])), tuple(_kinds(raw["kind"], at["kind"])),
        tuple(name for canonical, theirs in raw["names"].items() for name in _names(canonical, theirs, at["names"][canonical])),
        tuple(_constants(raw["constants"], at["constants"])), tuple(_signs(raw.get("failed", []), at["failed"])), tuple(raw["keep"]),
        raw["cached_beside_input"], raw["reasoning_beside_output"],
    )
    if not any(kind in spans.CALLS for kind, _ in own.kinds):
        at["kind"].wrong("no span of it is a call, and without calls there is nothing to count", f"write e.g. kind: {kinds.CALL}, or kind: {{call: {{span: …}}}}")
    for number, name in enumerate(own.keep):
        if not name.strip("*"):
            at["keep"][number].wrong("keeps everything, and so what people said", "write names, e.g. acme.queue; or telemetry.content: true")
    return own


def _signs(raw: Any, at: Place) -> Iterator[Sign]:
    # An empty section is one that nobody wrote.
    several = isinstance(raw, list) or not raw
    for number, one in enumerate(list(raw) if several else [raw]):
        here = at[number] if several else at
        if "is" in one and "attribute" not in one:
            here["is"].wrong("no attribute to compare", "write attribute: … beside it")
        yield Sign(one.get("span", ""), one.get("scope", ""), one.get("attribute", ""), one.get("is"))


def _kinds(raw: Any, at: Place) -> Iterator[tuple[str, tuple[Sign, ...]]]:
    for kind, signs in ({raw: []} if isinstance(raw, str) else raw).items():
        here = at if isinstance(raw, str) else at[kind]
        if kind not in spans.KINDS:
            here.wrong(f'"{kind}" is no kind of span', nearest(kind, spans.KINDS, "kinds"))
        yield kind, tuple(_signs(signs, here)) if signs else ()


def _names(canonical: str, raw: Any, at: Place) -> Iterator[OwnName]:
    if canonical not in spans.NAMES:
        at.wrong("no attribute that agentdash reads", nearest(canonical, spans.NAMES, "there are"))
    timed = canonical in spans.DURATIONS
    if isinstance(raw, Mapping):
        if "unit" in raw and not timed:
            at["unit"].wrong(f"{canonical} is no time", f"remove it; times are {', '.join(spans.DURATIONS)}")
        yield OwnName(canonical, raw["attribute"], raw.get("unit", "s") if timed else "")
        return
    for theirs in raw if isinstance(raw, list) else [raw]:
        yield OwnName(canonical, theirs, "s" if timed else "")


def _constants(raw: Mapping[str, str], at: Place) -> Iterator[tuple[str, str]]:
    for canonical, value in raw.items():
        if canonical not in spans.TEXTS:
            at[canonical].wrong("no attribute that holds a text", nearest(canonical, spans.TEXTS, "there are"))
        yield canonical, value
