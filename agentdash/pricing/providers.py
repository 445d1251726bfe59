"""Who served a call: what telemetry calls a provider, and whose prices then count.

Three kinds of providers: *home* ones sell at one price whatever the road to them, so an unknown road (a gateway, a
framework's name in the provider's place) changes nothing; *sellers* have a price list of their own for other people's
models; *hosts* have none that anybody publishes, so only the user's own rules can price them.
"""

from __future__ import annotations

import re
from functools import cache

# What telemetry calls them (conventions, SDKs, gateways' prefixes) -> id in the book. The first that matches counts.
CALLED = (
    (r"aws.*|amazon.*|.*bedrock.*|sagemaker.*", "aws"),
    (r"azure.*|az[._-].*", "azure"),
    (r"google.*|gcp.*|gemini|vertex.*", "google"),
    (r".*anthropic.*|claude", "anthropic"),
    (r"openrouter.*", "openrouter"),
    (r"groq.*", "groq"),
    (r"together.*", "together"),
    (r"fireworks.*", "fireworks"),
    (r"cerebras.*", "cerebras"),
    (r"cloudflare.*|workers-ai", "cloudflare"),
    (r"databricks.*", "databricks"),
    (r"github[-_. ]?copilot.*|copilot.*", "github-copilot"),
    (r"novita.*", "novita"),
    (r"ovh.*", "ovhcloud"),
    (r"baseten.*", "baseten"),
    (r"modal.*", "modal"),
    (r"avian.*", "avian"),
    (r"doubleword.*", "doubleword"),
    (r"quicksilverpro", "quicksilverpro"),
    (r"openai.*", "openai"),
    (r"mistral.*", "mistral"),
    (r"x[-_.]?ai|grok", "x-ai"),
    (r"cohere.*", "cohere"),
    (r"deepseek.*", "deepseek"),
    (r"perplexity.*", "perplexity"),
    (r"moonshot.*|kimi", "moonshotai"),
    (r"z[-_.]?ai", "zai"),
    (r"zhipu.*", "zhipuai"),
    (r"minimax.*", "minimax"),
    (r"voyage.*", "voyageai"),
    (r"meta|meta[-_.]llama.*", "meta"),
    (r"elevenlabs.*", "elevenlabs"),
    (r"arcee.*", "arcee"),
)

SELLERS = (
    "aws", "openrouter", "groq", "together", "fireworks", "cerebras", "cloudflare", "databricks", "github-copilot",
    "novita", "ovhcloud", "baseten", "modal", "avian", "doubleword", "quicksilverpro", "arcee",
)
"""Providers of the book with prices of their own for models that others make."""

HOSTS = (
    r".*(?:vllm|ollama|lm[-_ ]?studio|llama[-_.]?cpp|llamafile|localai|sglang|xinference|docker[-_]model[-_]runner|text[-_]generation|"
    r"koboldcpp|self[-_ ]?host|on[-_]?prem).*|local|tgi|triton|hugging[-_]?face.*|deepinfra.*|replicate.*|github(?:[-_. ]?models)?|"
    r"nvidia.*|sambanova.*|hyperbolic.*|nebius.*|nscale.*|siliconflow.*|ibm.*|watsonx.*|snowflake.*|oci.*|runpod.*|volc.*|dashscope.*|alibaba.*"
)
"""Who has no price list in the book: servers of one's own, by what their software is called, and sellers that it lacks."""

GATEWAYS = r"|unknown|lite_?llm.*|crewai|lang(?:chain|graph|fuse|smith).*|llama[-_]?index|haystack|vercel.*|portkey|helicone|kong|proxy|gateway"
"""What stands in a provider's place where somebody else is: the model's maker serves the call."""

HOSTERS = (
    "together", "fireworks", "groq", "cerebras", "novita", "baseten", "modal", "doubleword", "ovhcloud",
)
"""Sellers of the book that run models whose weights are published: what they sell can run on anybody's machine."""

# Organisations on Hugging Face: their names before a model's are how servers of one's own call it.
_WEIGHTS = r"deepseek-ai|zai-org|thudm|mistralai|meta-llama|minimaxai|qwen|ai21labs|cohere(?:labs|forai)|[^/]*-community|[^/]*hugging[-_]?face[^/]*"
_REGION = r"[a-z]{2}|global|apac|[a-z]{2,4}-[a-z]+-?[0-9]"

# Bedrock's ids begin with the maker, often behind a region: `eu.anthropic.claude-…`.
BEDROCK = (
    r"(?:[a-z][a-z-]{1,6}\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google|nvidia|moonshotai|zai|"
    r"minimax|writer|stability|luma|twelvelabs)\.[a-z].*"
)

HOST = "host"
"""In the place of an id of the book: somebody without a price list."""


def within(pattern: str) -> str:
    """A pattern of alternatives whose `.*` do not leave a part of a path; the open-ended ones stand together."""
    parts = [part.replace(".*", "[^/]*") for part in _alternatives(pattern)]
    open_ended = [part.removesuffix("[^/]*") for part in parts if part.endswith("[^/]*")]
    closed = [part for part in parts if not part.endswith("[^/]*")]
    if open_ended:
        closed.insert(0, f"(?:{'|'.join(open_ended)})[^/]*")
    return f"(?:{'|'.join(closed)})" if len(closed) > 1 else closed[0]


def _alternatives(pattern: str) -> list[str]:
    """A pattern's alternatives; those inside of parentheses stay together."""
    found, depth, begin = [], 0, 0
    for place, letter in enumerate(pattern):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and depth == 0:
            found.append(pattern[begin:place])
            begin = place + 1
    return [*found, pattern[begin:]]


ROADS: tuple[tuple[str, str], ...] = (*((within(called), identity) for called, identity in CALLED), (within(HOSTS), HOST))
"""Pattern of a provider's name, or of a part of a path, and whose it is. The first that matches counts."""

BOOKED = frozenset(identity for _, identity in ROADS) - {HOST}
"""Ids of the book that telemetry's names lead to."""

FAMILIAR = f"(?:{'|'.join((*(within(called) for called, _ in CALLED), _REGION))})"
"""A part of a path that tells where a call goes; any other one may be somebody's own server."""
STRANGE_PATH = (rf"(?:^|/)(?:{_WEIGHTS})/", rf"^(?:{FAMILIAR}/)*[^/]*$")
"""A path leads to somebody's own server where the first is found in it, or the second one is not."""

# Compiled when they are asked for: most builds ask for none.
_pattern = cache(re.compile)


@cache
def _roads() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), re.compile(f"(?:^|/){pattern}/"), identity) for pattern, identity in ROADS)


def priced_apart(identity: str) -> bool:
    """Whether only its own list counts, or none: sellers and hosts."""
    return identity in SELLERS or identity == HOST


def identity(called: str) -> str:
    """The book's id of what telemetry calls a provider; :data:`HOST` for one without prices; "" for an unknown one."""
    name = called.strip().lower()
    return next((identity for whole, _, identity in _roads() if whole.fullmatch(name)), "")


def pattern(identity: str) -> str:
    """The regular expression for everything that telemetry calls a provider, which may also be one of its names."""
    found = "|".join(called for called, known in CALLED if known == identity)
    return found or re.escape(identity.lower()).replace(r"\-", "-")


def served_by(called: str, name: str) -> tuple[str, ...]:
    """Whose prices count for a call: ids of the book or :data:`HOST`, the surest first; () where nothing tells.

    ``name`` is the model's name as it was read. Bedrock where it has its form; a seller or host that is named, by the
    provider first; the provider, and then who stands in the path of the name.
    """
    path, _, last = name.rpartition("/")
    if _pattern(BEDROCK).fullmatch(last):
        return ("aws",)
    # Whose weights a server runs is not who serves them.
    named, path = identity(called), _pattern(STRANGE_PATH[0]).sub("/", path + "/")
    if priced_apart(named):
        return (named,)
    passed = [identity for _, inside, identity in _roads() if inside.search(path)]
    apart = next(filter(priced_apart, passed), "")
    return (apart,) if apart else tuple(dict.fromkeys(filter(None, (named, *passed[:1]))))


def strange(called: str, name: str) -> bool:
    """Whether a model whose weights are published may run on somebody's own server: by an unknown provider, or by an unknown
    or Hugging Face's part in the path of the name."""
    provider = called.strip().lower()
    if not identity(provider) and not _pattern(f"(?:{GATEWAYS})").fullmatch(provider):
        return True
    weights, familiar = STRANGE_PATH
    return _pattern(weights).search(name) is not None or _pattern(familiar).search(name) is None
