"""How a model's name is read: the one definition for the price book, the queries and the Collector.

Everything is a regular expression in the syntax that Python, PromQL and the Collector's OTTL share (RE2), or a list of
replacements, each applied to the whole text in turn, because the same reading of a name must hold wherever a price meets
a token. Names are read in three steps:

1. :data:`READING` takes away what is no part of the name: accounts, projects, and the words of a path that only say that
   a model follows; a provider before a colon becomes the first part of the path;
2. :data:`PLAIN` and :data:`FAMILY` cut what stands behind a name, the second one its snapshot's date too;
3. :data:`KEY` brings spellings of one name together: the price book is an index of such keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

Cuts = tuple[tuple[str, str], ...]
"""Pattern and replacement (``$1`` is the first group, ``${1}`` before a letter), in the order in which they are applied, to a lower-case text."""

# What LangChain, Pydantic AI and others write before a colon. Ollama's tags (`deepseek-r1:8b`) stand behind one too, so
# the words are whole names of providers, never the beginning of a model's.
_COLON = (
    r"openai(?:[-_](?:chat|responses|compatible|like))?|azure(?:[-_](?:openai|ai|foundry|inference))?|anthropic|(?:aws[-_])?bedrock(?:[-_]converse)?|"
    r"google(?:[-_](?:genai|vertexai|vertex|gla|anthropic[-_]vertex))?|vertex(?:[-_]?ai)?|gemini|groq|mistral(?:ai)?|cohere|deepseek|xai|x-ai|grok|"
    r"openrouter|together(?:[-_]?ai)?|fireworks(?:[-_]?ai)?|cerebras|perplexity|moonshot(?:ai)?|github(?:[-_](?:copilot|models))?|huggingface|"
    r"ollama|vllm|lm[-_]?studio|nvidia|ibm|watsonx|sambanova|nebius|novita|ovhcloud|replicate|databricks|cloudflare|litellm|vercel|heroku|"
    r"minimax|zai|voyage(?:ai)?|baseten|deepinfra|sagemaker|snowflake"
)
READING: Cuts = (
    (r"^arn:[^/]+/", ""),
    (r"^projects/[^/]+/locations/[^/]+/", ""),
    (rf"^({_COLON}):([a-z@])", "$1/$2"),
    (r"(^|/)(?:publishers|models|endpoints|deployments|accounts)/", "$1"),
)

# Decorations after a name: Bedrock's `:0` and `:0:300k`, Claude Code's `[1m]`, and everything after the base model in the
# name of an OpenAI fine-tune (`ft:gpt-4o-2024-08-06:org::id`).
TAIL = r":[0-9]+(?::[0-9]+k)?|\[[0-9]+[a-zA-Z]\]"
# A snapshot's date, or the word for the newest one: `-20250929`, `@20250929`, `-2024-08-06`, `-latest`, `@default`,
# `-250615`, `-202411`; Bedrock writes its `-v1` behind it.
_DAY = r"20[0-9]{2}-?[0-9]{2}-?[0-9]{2}|20[0-9]{2}(?:0[1-9]|1[0-2])|2[3-9](?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])"
DATE = rf"[-@](?:{_DAY}|latest|default)(?:-v[0-9])?"

PLAIN = f"^(?:(ft:[^:]+)(?::.*)?|(.+?)(?:{TAIL})*)$"
"""`$1$2` is the name without decorations; its path and date stay."""
FAMILY = f"^(?:(ft:[^:]+?)(?:{DATE})?(?::.*)?|(.+?)(?:{DATE})?(?:{TAIL})*)$"
"""`$1$2` is the name without decorations and without the snapshot's date; its path stays."""

KEY: Cuts = (
    (r"^(ft:[^:]+):.*$", "$1"),
    (rf"(?:{TAIL})+$", ""),
    (r"\.ft-.*$", ".ft"),
    (r"([^/])@", "$1-"),
    (r"-(20[0-9]{2})-([0-9]{2})-([0-9]{2})", "-$1$2$3"),
    # Bedrock's regions cost the same, but for `global.`; its version behind a date tells nothing.
    (r"(^|/)(?:us|eu|apac|jp|au|ca|in|us-gov)\.([a-z])", "$1$2"),
    (r"(-20[0-9]{6})-v[0-9]$", "$1"),
    # Versions are written with a dash by some and with a dot by others; Azure leaves the dot out.
    (r"([0-9])\.([0-9])", "$1-$2"),
    (r"(^|/)gpt-35-", "${1}gpt-3-5-"),
)
UNDATED: Cuts = ((rf"(?:{DATE})$", ""),)
"""Applied to a key: the same without its snapshot's date."""
AFTER = r"[-@](?:preview|exp|experimental|latest|default|thinking|customtools|v[0-9]+|[0-9]{3,8}|[0-9]{2}-[0-9]{2}(?:[0-9]{2})?)"
"""What may follow where the book says that a name only begins so: an edition, a version, a date; never a size, a quantisation
or a word that makes another model of it."""
SHORTER: Cuts = ((rf"(?:{AFTER})$", ""),)
"""Applied to a key: the same without the last of what may follow."""
LONGEST_PATH = 3
"""Parts of the longest names in the book: ``@cf/meta/llama-3-8b``."""
MOST_AFTER = 3
"""How often a key is made shorter: ``…-preview-09-2025-v1``."""

_MAKER = re.compile(r"^(?:(?:global|regional)\.)?[a-z][a-z0-9]*\.(?=[a-z])")
_COMPACT = re.compile(r"-(20[0-9]{2})([0-9]{2})([0-9]{2})$")


# Compiled when a name is read: most builds read none.
_pattern = cache(re.compile)


@cache
def _compiled(cuts: Cuts) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), re.sub(r"\$\{?(\d)\}?", r"\\g<\1>", instead)) for pattern, instead in cuts)


def read(name: str) -> str:
    """The name in lower case, without accounts and projects; what is left of its path stays."""
    return _applied(READING, name.strip().lower())


def plain(name: str) -> str:
    """The lower-case name without decorations: ``us.anthropic.claude-sonnet-4-5-20250929``, ``ft:gpt-4o-2024-08-06``."""
    return _cut(PLAIN, name)


def family(name: str) -> str:
    """The lower-case name without decorations and date: ``claude-sonnet-4-5``, ``ft:gpt-4o``."""
    return _cut(FAMILY, name)


def dated(name: str) -> bool:
    """Whether a plain name ends in a snapshot's date (or ``latest``)."""
    return _pattern(f"(?:{DATE})$").search(name) is not None


def key(name: str) -> str:
    """How the price book is asked for a name that was :func:`read`: ``claude-haiku-4-5-20251001``, ``openai/gpt-4-1``."""
    return _applied(KEY, name)


def undated(key: str) -> str:
    """A key without its date."""
    return _applied(UNDATED, key)


def shorter(key: str) -> Iterator[str]:
    """A key without its date, then without more and more of what may follow a name that the book knows the beginning of."""
    key = undated(key)
    yield key
    for _ in range(MOST_AFTER):
        key = _applied(SHORTER, key)
        yield key


def segments(name: str) -> tuple[str, ...]:
    """The parts of a name's path."""
    return tuple(part for part in name.split("/") if part)


def shortened(name: str) -> Iterator[str]:
    """The name with at most three parts of its path, then with two, then its last part."""
    parts = segments(name)
    for length in range(min(len(parts), LONGEST_PATH), 0, -1):
        yield "/".join(parts[-length:])


def without_maker(key: str) -> str:
    """A key without what Bedrock writes before it, a region and the maker."""
    return _MAKER.sub("", key)


def candidates(name: str) -> Iterator[str]:
    """The spellings by which a user's rule or alias may mean a name, from the most to the least exact.

    Without decorations and as it came, with ``@`` and compact dates as people write them, without its path from the
    left, and last without its date.
    """
    seen: set[str] = set()
    whole = read(name)
    for text in (plain(whole), whole, family(whole)):
        for path in shortened(text):
            for spelled in (path, path.replace("@", "-"), _COMPACT.sub(r"-\1-\2-\3", path)):
                if spelled and spelled not in seen:
                    seen.add(spelled)
                    yield spelled


def _applied(cuts: Cuts, text: str) -> str:
    for pattern, instead in _compiled(cuts):
        text = pattern.sub(instead, text)
    return text


def _cut(pattern: str, name: str) -> str:
    found = _pattern(pattern).match(name.strip().lower())
    return (found[1] or "") + (found[2] or "") if found else name.strip().lower()
