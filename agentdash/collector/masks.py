"""E-mail addresses and API keys are masked, in AI telemetry and in everything else that passes.

Looking for them with regular expressions in every attribute costs more than all the rest, so each record is first searched
for the few literal strings without which there is none.
"""

from __future__ import annotations

from agentdash.collector.ottl import either, literal, matches, where

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


def masks(context: str, attributes: str, *texts: str) -> list[str]:
    """Statements that mask the strings of a map and some texts beside it. ``context`` is OTTL's (``span``, ``log`` …)."""
    text, found, nested = (f'{context}.cache["{name}"]' for name in ("text", "found", "nested"))
    everywhere = [f'replace_all_patterns({attributes}, "value", {literal(pattern)}, {literal(instead)})' for pattern, instead in _MASKS]
    seen = ", ".join(f"String({part})" for part in (attributes, *texts))
    return [
        f'set({text}, Concat([{seen}], " "))',
        where(f"set({found}, true)", either(matches(text, hint) for hint in _HINTS)),
        *(where(statement, f"{found} == true") for statement in everywhere),
        *(where(f"set({part}, String({part}))", f"{found} == true", f"not IsString({part})") for part in texts),
        *(where(f"replace_pattern({part}, {literal(pattern)}, {literal(instead)})", f"{found} == true")
          for part in texts for pattern, instead in _MASKS),
        # Lists and maps inside become flat where they hold something to mask, for only then it is found.
        where(f"set({text}, String({attributes}))", f"{found} == true"),
        where(f"set({nested}, true)", f"{found} == true", matches(text, _ANY)),
        where(f"flatten({attributes})", f"{nested} == true"),
        *(where(statement, f"{nested} == true") for statement in everywhere),
    ]
