"""Numbers with their units, nearly as Grafana writes them: a space before what is no sign, four digits for money, counts in full."""

from __future__ import annotations

import math

_SCALES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))
_WHOLE = 1e7
"""Whole numbers below are written in full, so that they can be compared."""
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_TIMES = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def written(value: float | None, unit: str, decimals: int | None = None, missing: str = "–") -> str:
    """A number in its unit, at most three digits behind the first unless ``decimals`` says how many."""
    if value is None or math.isnan(value):
        return missing
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if unit == "percentunit":
        return f"{value * 100:.{1 if decimals is None else decimals}f} %"
    if unit in ("s", "ms"):
        return _seconds(value / (1000 if unit == "ms" else 1), decimals)
    if unit.startswith("currency"):
        code = unit.removeprefix("currency").removeprefix(":")
        number = _scaled(abs(value), decimals, 4)
        sign = "-" if value < 0 else ""
        return f"{sign}{_SYMBOLS[code]}{number}" if code in _SYMBOLS else f"{sign}{number} {code}"
    return _scaled(value, decimals, 2)


def _seconds(value: float, decimals: int | None) -> str:
    if value == 0:
        return "0 s"
    size, name = next(((size, name) for size, name in _TIMES if abs(value) >= size), _TIMES[-1])
    return f"{_short(value / size, decimals, 2)} {name}"


def _scaled(value: float, decimals: int | None, most: int) -> str:
    if value.is_integer() and abs(value) < _WHOLE and not decimals:
        return f"{value:,.0f}"
    size, name = next(((size, name) for size, name in _SCALES if abs(value) >= size * 0.99995), (1.0, ""))
    if size > 1:
        return f"{value / size:.3g} {name}"
    return _short(value, decimals, most)


def _short(value: float, decimals: int | None, most: int) -> str:
    if decimals is not None:
        return f"{value:.{decimals}f}"
    text = f"{value:.{most}f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else f"{value:.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
