"""The company: its services, their agents, models and tools, and how its day goes."""

from __future__ import annotations

from dataclasses import dataclass

NAMESPACE = "agentdash-demo"
"""`service.namespace` of everything that is made up, beside names that begin with ``demo-``."""

ENVIRONMENTS = (("prod", 0.85), ("staging", 0.15))
TENANTS = (("acme", 0.65), ("globex", 0.35))
"""Each with its share of the runs."""

HOURS = (0.20, 0.15, 0.12, 0.12, 0.15, 0.30, 0.60, 1.00, 1.60, 1.90, 1.95, 1.75, 1.35, 1.60, 1.95, 2.00, 1.85, 1.50, 1.15, 0.95, 0.80, 0.60, 0.40, 0.28)
"""How much is going on in each hour of the day."""


@dataclass(frozen=True)
class Model:
    """A model as it is asked for and as it answers, how often it is chosen, its seconds until it begins and its tokens per second."""

    asked: str
    answered: str
    share: float
    first: float
    speed: float
    reasons: float = 0.0
    """The part of its output that is reasoning."""


@dataclass(frozen=True)
class Service:
    """A service: the dialect its telemetry is in, the provider it calls, and what its agent does."""

    name: str
    dialect: str
    provider: str
    agent: str
    models: tuple[Model, ...]
    tools: tuple[tuple[str, float], ...]
    """Each with its usual seconds."""
    share: float
    streams: float
    """The part of its calls that are streamed."""
    context: int
    """Tokens of a first prompt."""
    cached: float
    """The part of a prompt that is usually in the provider's cache."""


SUPPORT = Service(
    "demo-support", "genai", "openai", "support-agent",
    (Model("gpt-4o-mini", "gpt-4o-mini-2024-07-18", 0.75, 0.25, 110), Model("gpt-4.1", "gpt-4.1-2025-04-14", 0.25, 0.45, 90)),
    (("lookup_order", 0.25), ("search_faq", 0.3), ("send_reply", 0.15)), share=0.4, streams=0.3, context=1400, cached=0.4)
RESEARCH = Service(
    "demo-research", "openinference", "openai", "research-agent",
    (Model("gpt-4.1", "gpt-4.1", 0.7, 0.5, 90), Model("gpt-5-mini", "gpt-5-mini", 0.3, 0.4, 120)),
    (("web_search", 0.6), ("summarize_document", 0.4)), share=0.2, streams=0.0, context=3200, cached=0.25)
BILLING = Service(
    "demo-billing", "openllmetry", "anthropic", "billing-agent",
    (Model("claude-sonnet-4-5", "claude-sonnet-4-5-20250929", 1.0, 0.7, 80),),
    (("find_invoice", 0.2), ("refund", 0.35)), share=0.15, streams=0.0, context=2600, cached=0.6)
SHOP = Service(
    "demo-shop", "vercel", "openai", "shop-assistant",
    (Model("gpt-4.1-mini", "gpt-4.1-mini-2025-04-14", 0.8, 0.2, 130), Model("gpt-5-mini", "gpt-5-mini-2025-08-07", 0.2, 0.5, 120, reasons=0.4)),
    (("search_products", 0.2), ("stock", 0.1)), share=0.25, streams=0.5, context=1100, cached=0.3)

SERVICES = (SUPPORT, RESEARCH, BILLING, SHOP)

FALLBACK = Model("claude-haiku-4-5", "claude-haiku-4-5-20251001", 0.0, 0.35, 150)
"""What billing asks when Sonnet is overloaded."""


def service(name: str) -> Service:
    """The service of that name."""
    return next(one for one in SERVICES if one.name == name)
