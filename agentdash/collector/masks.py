"""E-mail addresses and API keys are masked, in AI telemetry and in everything else that passes.

Looking for them with regular expressions in every attribute costs more than all the rest, so each record is first searched
for the few literal strings without which there is none.
"""

from __future__ import annotations

from agentdash.collector.ottl.conditions import (
    Condition,
    all_of,
    any_of,
    contains,
    equals,
    is_nil,
    is_text,
    matches,
    negate,
    present,
)
from agentdash.collector.ottl.statements import Group, assign, block, delete, flatten, replace, replace_in_values
from agentdash.collector.ottl.values import Path, Value, as_text, joined, keyed, scratch, written

_MASKS = (
    (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "<email>"),
    (r"\b((sk|pk|rk|xai|pplx|nvapi|tvly|xox[abp])-|(sk|pk|rk)_(live|test)_|(gsk|hf|r8|lsv2|glsa|glc|ghp|gho|ghs|github_pat)_|AIza)[-_A-Za-z0-9]{16,}", "<key>"),
    (r"\b(AKIA|ASIA)[A-Z0-9]{16}\b", "<key>"), (r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*", "<key>"),
    (r"(?i)\b(bearer|basic) +[A-Za-z0-9._~+/=-]{16,}", "<key>"),
)
_HINTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("@", ()), ("k-", ("sk-", "pk-", "rk-")), ("i-", ("xai-", "nvapi-")), ("pplx-", ()), ("tvly-", ()), ("xox", ()), ("k_", ("k_live_", "k_test_", "gsk_")),
    ("hf_", ()), ("r8_", ()), ("lsv2_", ()), ("gl", ("glsa_", "glc_")), ("gh", ("ghp_", "gho_", "ghs_")), ("github_pat_", ()), ("AIza", ()),
    ("IA", ("AKIA", "ASIA")), ("eyJ", ()), ("earer ", ()), ("EARER ", ()), ("asic ", ()), ("ASIC ", ()),
)
"""Letters that are searched for first, and which of them mean something, if not they alone do."""
_ANY = "|".join(f"({pattern})" for pattern, _ in _MASKS)


_MARK = "agentdash.to_mask"


def _hint(text: Path, first: str, then: tuple[str, ...]) -> Condition:
    return all_of(contains(text, first), any_of(*(contains(text, one) for one in then))) if then else contains(text, first)


def masks(context: str, attributes: Path, *texts: Path) -> list[Group]:
    """Statement groups that mask the strings of a map and some texts beside it. ``context`` is OTTL's (``span``, ``log`` …).

    The first one searches and leaves a mark where there is a hit, so that all other records pass the second one's statements by.
    A map with a number that is none (NaN) has no text, and its statement fails: then it is masked without a look at it.
    """
    text, nested = (scratch(context, name) for name in ("text", "nested"))
    mark, deep = keyed(attributes, Value(written(_MARK))), equals(nested, True)
    everything = joined(map(as_text, (attributes, *texts)), " ") if texts else as_text(attributes)
    return [
        block(context, [
            assign(text, everything),
            assign(mark, True, any_of(is_nil(text), *(_hint(text, *hint) for hint in _HINTS))),
        ], may_fail=True),
        block(context, [
            delete(attributes, _MARK),
            *(replace_in_values(attributes, pattern, instead) for pattern, instead in _MASKS),
            *(assign(part, as_text(part), negate(is_text(part))) for part in texts),
            *(replace(part, pattern, instead) for part in texts for pattern, instead in _MASKS),
            # Lists and maps inside become flat where they hold something to mask, for only then it is found.
            assign(text, as_text(attributes)),
            assign(nested, True, any_of(is_nil(text), matches(text, _ANY))),
            flatten(attributes, deep),
            *(replace_in_values(attributes, pattern, instead, deep) for pattern, instead in _MASKS),
        ], present(mark), may_fail=True),
    ]
