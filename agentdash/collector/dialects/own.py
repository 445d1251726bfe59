"""The settings' own dialects: the same objects as those of the files beside this one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agentdash.collector.dialects.dialect import Call, Dialect, Duration, Failure
from agentdash.collector.ottl.conditions import ALWAYS, Condition, all_of, any_of, equals, matches, negate, present
from agentdash.collector.ottl.statements import default
from agentdash.collector.ottl.values import NAME, SCOPE, Value, attr
from agentdash.settings.dialects import OwnDialect, Sign
from agentdash.vocabulary import kinds, spans

_OPERATIONS = {kinds.CALL: "chat", spans.EMBEDDINGS: "embeddings"}
_FAILED = "_OTHER"
"""The conventions' word for an error of no known type; what the span says of it replaces it."""


def own(given: OwnDialect) -> Dialect:
    """The dialect that settings declare."""
    signs = tuple(map(_condition, given.when))
    found = {kind: _any(theirs) for kind, theirs in given.kinds}
    # `acme.*` may be the calls and `acme.tool` the tools.
    closer = tuple(negate(condition) for kind, condition in found.items() if kind not in spans.CALLS)
    return Dialect(
        given.key, given.title, "In the settings (telemetry.dialects).",
        signs=signs, last_word=True,
        names=tuple((one.canonical, one.theirs) for one in given.names if not one.unit),
        durations=tuple(Duration(one.canonical, one.theirs, unit) for one in given.names for unit in spans.PER_SECOND if unit == one.unit),
        calls=tuple(Call(operation, all_of(found[kind], *closer)) for kind, operation in _OPERATIONS.items() if kind in found),
        tools=_of(found, kinds.TOOL),
        runs=_of(found, kinds.RUN),
        steps=() if ALWAYS in found.values() else (negate(any_of(*(one for kind, one in found.items() if kind != kinds.STEP))),),
        not_calls=_of(found, kinds.STEP),
        excludes_cached=(ALWAYS,) if given.cached_beside_input else (),
        excludes_reasoning=(ALWAYS,) if given.reasoning_beside_output else (),
        failures=(Failure(_FAILED, _any(given.failed)),) if given.failed else (),
        kept=tuple(map(pattern, given.keep)),
        last=tuple(default(attr(name), value) for name, value in given.constants),
    )


def pattern(glob: str) -> str:
    """A name with ``*`` for anything, in RE2."""
    return ".*".join(re.sub(r"([.\\+?()|\[\]{}^$])", r"\\\1", part) for part in glob.split("*"))


def _of(found: dict[str, Condition], kind: str) -> tuple[Condition, ...]:
    return (found[kind],) if kind in found else ()


def _any(signs: Iterable[Sign]) -> Condition:
    conditions = tuple(map(_condition, signs))
    return any_of(*conditions) if conditions else ALWAYS


def _condition(sign: Sign) -> Condition:
    parts = [_text(value, wanted) for value, wanted in ((NAME, sign.span), (SCOPE, sign.scope)) if wanted]
    if sign.attribute:
        theirs = attr(sign.attribute)
        parts.append(present(theirs) if sign.value is None else _text(theirs, sign.value) if isinstance(sign.value, str) else equals(theirs, sign.value))
    return all_of(*parts)


def _text(value: Value, wanted: str) -> Condition:
    return matches(value, f"^{pattern(wanted)}$") if "*" in wanted else equals(value, wanted)
