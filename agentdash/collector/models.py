"""Model names as labels: bounded, and with a word on whether another model answered than was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agentdash.collector.normalise import KIND
from agentdash.collector.ottl import attr, block, either, literal, matches, put, where
from agentdash.vocabulary.labels import FALLBACK

OTHER = "other"
"""What runaway names (generated deployments, ids) fold into."""

FAMILIES = (
    r"(chat)?gpt-?\d|gpt-oss|gpt-image|o[1345](-|$)|codex|computer-use|claude|gemini|gemma|palm|text-bison|chat-bison|llama|codellama|"
    r"mistral|mixtral|ministral|codestral|pixtral|magistral|devstral|voxtral|command|embed-|rerank|deepseek|qwen|qwq|qvq|grok|kimi|moonshot|"
    r"glm-?\d|nova-|titan|phi-?\d|jamba|sonar|text-embedding|text-davinci|davinci|babbage|dall-e|whisper|tts-|omni-moderation|minimax|"
    r"granite|nemotron|yi-|ernie|hunyuan|doubao|step-\d|voyage|jina|bge-|nomic-embed|mercury|lfm|olmo|falcon|dbrx|wizardlm|hermes|seed-"
)
_KNOWN = rf"(?i)^([a-z0-9_.-]+[/.])*(ft:)?({FAMILIES})"
_DATE = r"[-@](20\d{2}-?\d{2}-?\d{2}|\d{2}-20\d{2}|\d{2}-\d{2}|\d{3,4})(-v\d+(:\d+)?)?$"
_WHATEVER = "(?i)(^|/)(auto|gemini-(pro|flash|flash-lite)-latest|chatgpt-4o-latest)$"
"""Names by which a user leaves the choice to the provider."""
_RUNAWAY = r"\d{3,}|[0-9a-fA-F]{12,}|[0-9a-f]{8}-[0-9a-f]{4}"
_SNAPSHOT = r"[-_:](00\d|(0[1-9]|1[0-2])([0-2]\d|3[01])|2[3-9](0[1-9]|1[0-2])|202\d)$"
"""Numbers at the end of public names: 001, month and day, year and month, the year of a date."""
_ASKED, _SERVED = attr("gen_ai.request.model"), attr("gen_ai.response.model")


def base(target: str, source: str) -> list[str]:
    """The family of a model name: no path, vendor, region, version, date, size of context or fine-tune id."""
    scratch = attr(target)
    cuts = (
        (r"^ft:([^:]+):.*$", "$1"), (r"^.*/", ""), (r"^(us|eu|apac|global|jp|au|us-gov|ca)\.", ""),
        (r"^(anthropic|meta|amazon|mistral|cohere|ai21|deepseek|openai|google|qwen|writer|nvidia)\.", ""),
        (r"^gpt-35-", "gpt-3.5-"), (r"^gpt-4-turbo-preview$", "gpt-4"),
        (r"\[1m\]$", ""), (r":[a-z]+$", ""), (r"-v\d+:\d+(:\w+)?$", ""), (r"-(latest|preview|exp|experimental)$", ""), (_DATE, ""),
        (r"-(latest|preview)$", ""),
        # Claude's versions are written with a dash by Anthropic and with a dot by routers.
        (r"(\d)\.(\d)", "$1-$2"),
    )
    return [f"set({scratch}, ToLowerCase({source}))",
            *(f"replace_pattern({scratch}, {literal(pattern)}, {literal(instead)})" for pattern, instead in cuts)]


def fallback() -> dict[str, object]:
    """Marks calls that another model answered than was asked for.

    Aliases and dated snapshots are none: both names are compared without their dates, and both must be names of public
    models, so that a deployment's own name is none either.
    """
    asked, served = attr("agentdash.asked"), attr("agentdash.served")
    both = (f'{attr(KIND)} == "call"', f"{_ASKED} != nil", f"{_SERVED} != nil", f"{_ASKED} != {_SERVED}")
    return block("span", [
        put(FALLBACK, "false"),
        *(where(statement, *both) for statement in (*base("agentdash.asked", _ASKED), *base("agentdash.served", _SERVED))),
        put(FALLBACK, "true", *both, f"{asked} != {served}", matches(asked, _KNOWN), matches(served, _KNOWN),
            "not " + matches(_ASKED, _WHATEVER)),
    ], f'{attr(KIND)} == "call"')


def bound(named: Iterable[str]) -> dict[str, object]:
    """Folds names without bound into ``other``: ids of fine-tunes, generated deployment names, anything very long.

    ``named`` are names from the settings that always stay.
    """
    keep = sorted(set(named))
    kept = matches("%s", "^(" + "|".join(map(re.escape, keep)) + ")$") if keep else ""
    statements = []
    for name in (_ASKED, _SERVED):
        other = [either((
            f"Len({name}) > 96",
            f"({matches(name, _RUNAWAY)} and not {matches(name, _KNOWN)})",
            f"({matches(name, r'[0-9]{5,}|[0-9a-fA-F]{16,}')} and not {matches(name, r'20[0-9]{6}')})",
            f"({matches(name, r'[-_:][0-9]{3,4}$')} and not {matches(name, _SNAPSHOT)})",
        ))]
        if kept:
            other.append("not " + kept.replace("%s", name))
        statements += [f"replace_pattern({name}, {literal(r'^(ft:[^:]+):.*$')}, {literal('$1')})",
                       where(f"set({name}, {literal(OTHER)})", f"{name} != nil", *other)]
    for name in (attr("gen_ai.agent.name"), attr("gen_ai.tool.name")):
        statements += [
            where(f"set({name}, Substring({name}, 0, 64))", f"Len({name}) > 64"),
            where(f"set({name}, {literal(OTHER)})", matches(name, r"[0-9]{6,}|[0-9a-f]{8}-[0-9a-f]{4}-"),
                  "not " + matches(name, "^[0-9a-f]{64}$")),
        ]
    return block("span", statements)
