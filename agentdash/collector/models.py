"""Model names as labels: bounded, and with a word on whether another model answered than was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from agentdash.collector import model_names
from agentdash.collector.model_names import by_name, known
from agentdash.collector.ottl.conditions import above, all_of, any_of, differs, equals, matches, negate, present
from agentdash.collector.ottl.statements import Group, Statement, assign, block, replace, set_to
from agentdash.collector.ottl.values import Path, attr, length, lower, part, scratch
from agentdash.collector.patterns import any_name
from agentdash.pricing import names, providers
from agentdash.vocabulary import kinds
from agentdash.vocabulary.attributes import (
    AGENT,
    ASKED_BY_NAME,
    ASKED_MODEL,
    BY_NAME,
    COMMON_MODEL,
    KIND,
    MODEL,
    PROVIDER,
    TOOL,
)
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
_LOOSE_DATE = r"[-@]20[0-9]{2}-?[0-9]{2}-?[0-9]{2}([-_.:\[]|$)"
_DAY = "(0[1-9]|1[0-2])-?([0-2][0-9]|3[01])"
_REAL_DATE = rf"[-@]20[0-3][0-9]-?{_DAY}([-_.:\[]|$)"
_FEW = (
    # Sizes and snapshots: 001, month and day, year and month, the year of a date.
    (r"(?i)[-_.x]?[0-9]{3,4}[bkmte]([-_.:/]|$)", "$1"),
    (rf"[-@]20[0-3][0-9]-?{_DAY}([-_.:]|$)", "$3"),
    (rf"[-_:@.](00[0-9]|{_DAY.replace('-?', '')}|2[3-9](0[1-9]|1[0-2])|202[0-9])([-_.:]|$)", "$5"),
)
"""Numbers in public names of which there are few."""
_MANY = r"[0-9]{3,}|[0-9a-fA-F]{16,}|[-_]([2-9][0-9]|1[3-9]|00)-[0-9]{2}$|[-_][0-9]{2}-([4-9][0-9]|3[2-9]|00)$"
"""In the rest of a name: ids, numbers of three digits, and pairs of two digits that are no month and day."""
_ASKED, _SERVED = attr(ASKED_MODEL), attr(MODEL)
_CUTS = (
    (r"^ft:([^:]+):.*$", "$1"), (r"^.*/", ""), (r"^(us|eu|apac|global|jp|au|us-gov|ca)\.", ""),
    (r"^(anthropic|meta|amazon|mistral|cohere|ai21|deepseek|openai|google|qwen|writer|nvidia)\.", ""),
    (r"^gpt-35-", "gpt-3.5-"), (r"^gpt-4-turbo-preview$", "gpt-4"),
    (r"\[1m\]$", ""), (r":[a-z]+$", ""), (r"-v\d+:\d+(:\w+)?$", ""), (r"-(latest|preview|exp|experimental)$", ""), (_DATE, ""),
    (r"-(latest|preview)$", ""),
    # Claude's versions are written with a dash by Anthropic and with a dot by routers.
    (r"(\d)\.(\d)", "$1-$2"),
)
_LONGEST_MODEL, _LONGEST_NAME = 96, 64


def base(target: Path, source: Path) -> list[Statement]:
    """The family of a model name, which must be there: no path, vendor, region, version, date, size of context or fine-tune id."""
    return [assign(target, lower(source)), *(replace(target, pattern, instead) for pattern, instead in _CUTS)]


def fallback(told: bool = True) -> list[Group]:
    """Marks calls that another model answered than was asked for; none where calls do not tell of it (``told``).

    Aliases and dated snapshots are none: both names are compared without their dates, and both must be names of public
    models, so that a deployment's own name is none either.
    """
    asked, served, call = attr("agentdash.asked"), attr("agentdash.served"), equals(attr(KIND), kinds.CALL)
    listed = all_of(*(condition for name in (_ASKED, _SERVED) for condition in (present(known(name)), matches(known(name), "^[^;]"))))
    none = block("span", [set_to(FALLBACK, "false")], call)
    return [none] if not told else [
        none,
        block("span", [
            *base(asked, _ASKED), *base(served, _SERVED),
            set_to(FALLBACK, "true", differs(asked, served), any_of(listed, all_of(matches(asked, _KNOWN), matches(served, _KNOWN))),
                   negate(matches(_ASKED, _WHATEVER))),
            # Where the price book knows both, it knows whether they are one.
            set_to(FALLBACK, "false", listed, equals(model_names.common(known(_ASKED)), model_names.common(known(_SERVED)))),
        ], all_of(call, differs(_ASKED, _SERVED), present(_ASKED), present(_SERVED))),
    ]


def named_in_book() -> Group:
    """Puts on a call what the price book knows of its names, for the stages that come later."""
    common = scratch("span", "common")
    there = all_of(present(known(_SERVED)), differs(known(_SERVED), ""))
    return block("span", [
        assign(common, model_names.common(known(_SERVED)), there),
        set_to(COMMON_MODEL, common, present(common), differs(common, "")),
        set_to(BY_NAME, True, present(by_name(_SERVED))),
        set_to(ASKED_BY_NAME, True, present(by_name(_ASKED))),
    ], equals(attr(KIND), kinds.CALL))


def without_path(homes: bool) -> Group:
    """One name for a model of the book, whichever way leads to it: `openai/gpt-4o` beside `gpt-4o` is one row. Behind the last stage that
    reads prices by name.

    Only a maker's path goes, for a seller's is a price of its own; ``homes`` is False where rules of the user's tell paths apart. Of other
    paths those with numbers, of which there may be thousands, become :data:`OTHER`.
    """
    sold_apart = matches(attr(PROVIDER), f"^(?:{'|'.join(pattern for pattern, identity in providers.ROADS if providers.priced_apart(identity))})$")
    makers = "|".join(pattern for pattern, identity in providers.ROADS if not providers.priced_apart(identity))
    # A name on Hugging Face is the whole of it.
    weights = f"(?i){providers.STRANGE_PATH[0]}"
    statements = []
    for name, mark in ((_ASKED, ASKED_BY_NAME), (_SERVED, BY_NAME)):
        here = (present(attr(mark)), matches(name, "/"))
        if homes:
            statements.append(replace(name, f"(?i)^(?:(?:{makers})/)+([^/]+)$", "$1", *here, negate(sold_apart), negate(matches(name, weights))))
        statements.append(replace(name, r"^(?:[^/:]*[0-9]{3,}[^/:]*/)+([^/]+)$", f"{OTHER}/$1", *here))
    return block("span", statements, all_of(equals(attr(KIND), kinds.CALL), any_of(matches(_SERVED, "/"), matches(_ASKED, "/"))))


def bound(named: Iterable[str]) -> Group:
    """Folds names without bound into ``other``: ids of fine-tunes, generated deployment names, anything very long.

    ``named`` are names from the settings that always stay.
    """
    keep = sorted(set(named))
    statements = []
    for name, mark in ((_ASKED, ASKED_BY_NAME), (_SERVED, BY_NAME)):
        bare, rest = scratch("span", "bare"), scratch("span", "rest")
        # A date is bounded; what only looks like one is not, whatever stands before it.
        no_date = all_of(matches(name, _LOOSE_DATE), negate(matches(name, _REAL_DATE)))
        runaway = any_of(above(length(name), _LONGEST_MODEL), all_of(matches(bare, _RUNAWAY), negate(matches(bare, _KNOWN))), matches(rest, _MANY))
        unnamed = [negate(matches(name, any_name(keep)))] if keep else []
        # What the price book or a rule of the user's knows by its name is bounded by it.
        known_by_name = present(attr(mark))
        statements += [replace(name, r"^(ft:[^:]+):.*$", "$1"), assign(bare, name, present(name)),
                       *(replace(bare, pattern, instead, present(bare)) for pattern, instead in names.UNDATED),
                       assign(rest, bare, present(name)), *(replace(rest, pattern, instead, present(rest)) for pattern, instead in _FEW),
                       assign(name, OTHER, present(name), any_of(no_date, all_of(negate(known_by_name), runaway)), *unnamed)]
    return block("span", [*statements, *short(attr(AGENT)), *short(attr(TOOL))])


def short(name: Path) -> tuple[Statement, ...]:
    """Cuts the name of an agent or tool, and folds what is made up for each run into ``other``."""
    return (
        assign(name, part(name, 0, _LONGEST_NAME), present(name), above(length(name), _LONGEST_NAME)),
        assign(name, OTHER, matches(name, r"[0-9]{6,}|[0-9a-f]{8}-[0-9a-f]{4}-"), negate(matches(name, "^[0-9a-f]{64}$"))),
    )
