"""Every alert that the settings mean, in the order in which the documentation has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agentdash.alerts import texts
from agentdash.alerts.alert import Alert
from agentdash.alerts.budget import budget
from agentdash.alerts.cache import cache
from agentdash.alerts.coding import burning_session, coding_cost, coding_errors, edit_rejections
from agentdash.alerts.context import alert_context
from agentdash.alerts.failures import error_spike, rate_limited
from agentdash.alerts.fallback import fallback
from agentdash.alerts.latency import latency
from agentdash.alerts.loop import loop
from agentdash.alerts.own import own
from agentdash.alerts.stall import stall
from agentdash.alerts.telemetry_loss import telemetry_loss
from agentdash.alerts.unpriced import unpriced
from agentdash.settings.texts import Texts

if TYPE_CHECKING:
    from agentdash.settings import Settings

MAKERS = (budget, error_spike, rate_limited, latency, loop, fallback, stall, cache, unpriced, coding_cost, edit_rejections, coding_errors, burning_session, telemetry_loss)


def alerts(settings: Settings) -> list[Alert]:
    """The alerts; none where the settings switch them off. Raises UserError for texts that cannot be."""
    return [texts.said(alert, settings) for alert in _made(settings)]


def alert_texts(settings: Settings) -> Texts:
    """What people read of the alerts, in English, by name."""
    return texts.collected(_made(settings))


def _made(settings: Settings) -> Iterator[Alert]:
    if settings.alerts.enabled:
        context = alert_context(settings)
        yield from (alert for make in (*MAKERS, own) for alert in make(context))
