"""One big number."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from agentdash.grafana.panel import Panel
from agentdash.grafana.thresholds import PLAIN, steps

UP_IS_BAD, NEITHER = "inverted", "same_as_value"
"""How a change is coloured."""


@attr.s(kw_only=True, eq=False, repr=False)
class Stat(Panel):
    """A number, coloured by its thresholds.

    ``change`` shows how the last row differs from the first, in per cent; ``changeColors`` says which direction is
    good. ``spark`` draws the values behind the number.
    ``named`` puts the series' name beside each number. ``field`` picks one field of several, by regular expression.
    """

    kind: ClassVar[str] = "stat"

    calc: str = attr.ib(default="lastNotNull")
    field: str = attr.ib(default="")
    change: bool = attr.ib(default=False)
    changeColors: str = attr.ib(default=NEITHER)
    spark: bool = attr.ib(default=False)
    named: bool = attr.ib(default=False)
    width: int = attr.ib(default=4)
    height: int = attr.ib(default=4)
    color: Any = attr.ib(factory=lambda: {"mode": "thresholds"})
    thresholds: Any = attr.ib(factory=lambda: steps(PLAIN))

    def options(self) -> dict[str, Any]:
        """How the number is made and drawn."""
        return {
            "colorMode": "value", "graphMode": "area" if self.spark else "none", "justifyMode": "auto",
            "orientation": "auto", "percentChangeColorMode": self.changeColors,
            "reduceOptions": {"calcs": [self.calc], "fields": f"/{self.field}/" if self.field else "", "values": False},
            "showPercentChange": self.change, "textMode": "value_and_name" if self.named else "value", "wideLayout": True,
        }
