"""E-mail addresses and API keys are masked, in AI telemetry and in everything else that passes.

Looking for them with regular expressions in every attribute costs more than all the rest, so each record is first searched
for the few literal strings without which there is none.
"""

from __future__ import annotations

from agentdash.collector.ottl.conditions import any_of, equals, is_nil, is_text, matches, negate
from agentdash.collector.ottl.statements import Group, assign, block, flatten, replace, replace_in_values
from agentdash.collector.ottl.values import Path, as_text, joined, scratch

_MASKS = (
    (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "<email>"),
    (r"\b((sk|pk|rk|xai|pplx|nvapi|tvly|xox[abp])-|(sk|pk|rk)_(live|test)_|(gsk|hf|r8|lsv2|glsa|glc|ghp|gho|ghs|github_pat)_|AIza)[-_A-Za-z0-9]{16,}", "<key>"),
    (r"\b(AKIA|ASIA)[A-Z0-9]{16}\b", "<key>"), (r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*", "<key>"),
    (r"(?i)\b(bearer|basic) +[A-Za-z0-9._~+/=-]{16,}", "<key>"),
)
_HINTS = (
    "@", "sk-", "pk-", "rk-", "xai-", "pplx-", "nvapi-", "tvly-", "xox", "k_live_", "k_test_", "gsk_", "hf_", "r8_", "lsv2_", "glsa_", "glc_",
    "ghp_", "gho_", "ghs_", "github_pat_", "AIza", "AKIA", "ASIA", "eyJ", "earer ", "EARER ", "asic ", "ASIC ",
)
_ANY = "|".join(f"({pattern})" for pattern, _ in _MASKS)


def masks(context: str, attributes: Path, *texts: Path) -> Group:
    """A statement group that masks the strings of a map and some texts beside it. ``context`` is OTTL's (``span``, ``log`` …).

    A map with a number that is none (NaN) has no text, and its statement fails: then it is masked without a look at it.
    """
    text, found, nested = (scratch(context, name) for name in ("text", "found", "nested"))
    hit, deep = equals(found, True), equals(nested, True)
    return block(context, [
        assign(text, joined(map(as_text, (attributes, *texts)), " ")),
        assign(found, True, any_of(is_nil(text), *(matches(text, hint) for hint in _HINTS))),
        *(replace_in_values(attributes, pattern, instead, hit) for pattern, instead in _MASKS),
        *(assign(part, as_text(part), hit, negate(is_text(part))) for part in texts),
        *(replace(part, pattern, instead, hit) for part in texts for pattern, instead in _MASKS),
        # Lists and maps inside become flat where they hold something to mask, for only then it is found.
        assign(text, as_text(attributes), hit),
        assign(nested, True, hit, any_of(is_nil(text), matches(text, _ANY))),
        flatten(attributes, deep),
        *(replace_in_values(attributes, pattern, instead, deep) for pattern, instead in _MASKS),
    ], may_fail=True)
