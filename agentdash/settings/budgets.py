"""`budgets:`, what may be spent, by whom, in a day or a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from agentdash.settings.place import Place

SCOPES = ("service", "tenant", "model", "environment")


@dataclass(frozen=True)
class Budget:
    """One limit. Amounts are in the currency that costs are shown in (USD unless told). Days and months are UTC."""

    name: str
    amount: float
    # "day" or "month"
    per: str
    # Share of the amount from which it is shown as a warning, 0 to 1
    warn: float
    # "" means: everything
    service: str = ""
    tenant: str = ""
    model: str = ""
    environment: str = ""


def from_raw(raw: Sequence[Mapping[str, Any]], at: Place) -> tuple[Budget, ...]:
    """Build the section from its checked YAML.

    Two budgets of one name are a problem, and two for the same spending and time.
    """
    budgets: list[Budget] = []
    for number, item in enumerate(raw):
        scope = {key: item[key] for key in SCOPES if key in item}
        budget = Budget(item.get("name", _name(scope, item["per"])), float(item["amount"]), item["per"], item["warn"], **scope)
        for earlier, other in enumerate(budgets):
            if budget.name == other.name and "name" in item:
                at[number]["name"].wrong(f'budgets[{earlier}] is called "{other.name}" too', "give each its own name")
            if _spending(budget) == _spending(other):
                at[number].wrong(f"limits the same spending as budgets[{earlier}]", "keep one of them")
        budgets.append(budget)
    return tuple(budgets)


def _spending(budget: Budget) -> tuple[str, ...]:
    return (budget.per, *(getattr(budget, key) for key in SCOPES))


def _name(scope: Mapping[str, str], per: str) -> str:
    what = ", ".join(scope.values()) or "everything"
    return f"{what}, a {per}"
