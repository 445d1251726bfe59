"""The variables that every dashboard has, and the matchers by which they stand on every query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agentdash.query.promql import MAX_MATCHERS, variable
from agentdash.signals import Selection
from agentdash.vocabulary import labels
from agentdash.vocabulary.dashboards import STANDING

TITLES = {"environment": "Environment", "service": "Service", "tenant": "Tenant", "model": "Model"}

_DERIVED = ("derived",)

# What SDKs put on their own metrics and spans by themselves. A matcher on a label that may be absent loses series on
# Gigapipe, and failed calls have no model that answered.
_OF_SDKS = {"service": labels.SERVICE, "model": labels.ASKED_MODEL}

_OWN_MATCHERS = 1
"""What a signal itself may add: ``error="true"``."""

EXTRA = MAX_MATCHERS - len(STANDING) - _OWN_MATCHERS
"""How many of the settings' extra labels become variables: as many as leave a selector with seven matchers."""


@dataclass(frozen=True)
class Standing:
    """The variables and what they select; ``extra`` are those that the settings added."""

    variables: Mapping[str, str]
    extra: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the variables, in their order."""
        return tuple(self.variables)

    @property
    def matchers(self) -> Selection:
        """The variables as matchers."""
        return Selection(tuple(variable(label, name) for name, label in self.variables.items()))


def selection(sources: Sequence[str], group_by: Sequence[str]) -> Standing:
    """The standing selection; the first extra labels of the settings stand before the model."""
    if tuple(sources) != _DERIVED:
        return Standing(_OF_SDKS, ())
    extra = tuple(group_by[:EXTRA])
    narrowed = {name: label for name, label in STANDING.items() if name != "model"}
    return Standing({**narrowed, **{label: label for label in extra}, "model": STANDING["model"]}, extra)
