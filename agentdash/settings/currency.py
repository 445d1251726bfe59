"""`pricing.currency:`, what costs are shown in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentdash.settings.place import Place

# Grafana's unit per ISO code; every other code that Grafana has no unit for is written before the number.
CURRENCIES = (
    "USD EUR GBP JPY CHF CNY INR KRW BRL CAD AUD NZD SEK NOK DKK ISK CZK PLN HUF RON BGN TRY UAH ZAR ILS AED SAR SGD "
    "HKD TWD THB IDR PHP VND MYR MXN CLP COP ARS PEN UYU PYG NGN KES EGP MAD PKR BDT LKR KZT GEL"
).split()
_GRAFANA_HAS = frozenset(
    "USD EUR GBP JPY CHF INR KRW BRL SEK NOK DKK ISK CZK PLN BGN TRY UAH ZAR ILS IDR PHP VND MYR UYU PYG".split()
)


@dataclass(frozen=True)
class Currency:
    """What costs are shown in, and how many of it a dollar is."""

    code: str
    per_usd: float

    @property
    def unit(self) -> str:
        """Grafana's unit, e.g. ``currencyEUR``."""
        return f"currency{self.code}" if self.code in _GRAFANA_HAS else f"currency:{self.code}"


def from_raw(raw: Mapping[str, Any], at: Place) -> Currency:
    """Build the section from its checked YAML. An unknown code is a problem, and one without a rate."""
    code = raw["code"].upper()
    if code not in CURRENCIES:
        at["code"].wrong(f'unknown currency "{raw["code"]}"', "write an ISO code such as EUR")
    if code == "USD" and raw.get("per_usd", 1) != 1:
        at["per_usd"].wrong("a dollar is a dollar", "write 1, or another code")
    if code != "USD" and "per_usd" not in raw:
        at.wrong("no rate", f"write per_usd: how many {code} a dollar is")
    return Currency(code, float(raw.get("per_usd", 1)))
