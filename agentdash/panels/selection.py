"""The variables that every dashboard has, and the matchers by which they stand on every query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agentdash.query.promql import MAX_MATCHERS, variable
from agentdash.signals import Selection, labels

STANDING = {
    "environment": labels.ENVIRONMENT, "service": labels.SERVICE, "tenant": labels.TENANT, "model": labels.MODEL,
}
"""Variable to label, in the order in which one narrows the next."""

TITLES = {"environment": "Environment", "service": "Service", "tenant": "Tenant", "model": "Model"}

_OWN_MATCHERS = 1
"""What a signal itself may add: ``error="true"``."""

EXTRA = MAX_MATCHERS - len(STANDING) - _OWN_MATCHERS
"""How many of the settings' extra labels become variables: as many as leave a selector with seven matchers."""


@dataclass(frozen=True)
class Standing:
    """The variables and what they select."""

    variables: Mapping[str, str]
    matchers: Selection

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the variables, in their order."""
        return tuple(self.variables)


def selection(group_by: Sequence[str]) -> Standing:
    """The standing selection; the first extra labels of the settings stand before the model."""
    found = dict(STANDING)
    model = found.pop("model")
    found |= {label: label for label in group_by[:EXTRA]}
    found["model"] = model
    return Standing(found, Selection(tuple(variable(label, name) for name, label in found.items())))
