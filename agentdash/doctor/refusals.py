"""What a backend means by refusing."""

from __future__ import annotations

from agentdash.ask import Refusal


def wants_tenant(refusal: Refusal) -> bool:
    """Mimir, Loki and Tempo say ``no org id``."""
    words = refusal.said.lower()
    return "org id" in words or "tenant" in words


def is_login(refusal: Refusal) -> bool:
    """Whether who asks is not known, or not allowed."""
    return refusal.status in (401, 403)
