"""Numbers as they are read, and what Grafana computes of answers before it draws them."""

from __future__ import annotations

import math

import pytest

from agentdash.errors import AgentdashError
from agentdash.grafana import transformations as made
from agentdash.show.frames import Field, Frame, legend, table
from agentdash.show.transform import transformed
from agentdash.show.units import written


@pytest.mark.parametrize("value, unit, decimals, text", [
    (None, "short", None, "–"), (math.nan, "short", None, "–"), (math.inf, "short", None, "∞"), (0.0, "short", None, "0"), (245.0, "short", 0, "245"),
    (1234.0, "short", None, "1,234"), (7_200_560.0, "short", 0, "7,200,560"), (1234.5, "short", None, "1.23 K"), (999_999.5, "short", None, "1 M"), (12e6, "short", None, "12 M"), (2.5e9, "short", None, "2.5 B"),
    (0.0123, "percentunit", None, "1.2 %"), (0.0123, "percentunit", 2, "1.23 %"), (1.0, "percentunit", 0, "100 %"),
    (0.588444, "currencyUSD", None, "$0.5884"), (0.0, "currencyUSD", None, "$0"), (-41.33, "currencyEUR", None, "-€41.3"),
    (1530.0, "currencyCHF", None, "1,530 CHF"), (3.0, "currency:CNY", None, "3 CNY"),
    (0.0, "s", None, "0 s"), (0.25, "s", None, "250 ms"), (3.07, "s", None, "3.07 s"), (90.0, "s", None, "1.5 min"), (250.0, "ms", None, "250 ms"),
])
def test_numbers_read_as_in_grafana(value, unit, decimals, text):
    assert written(value, unit, decimals) == text


def test_a_table_s_tile_adds_up_divides_and_compares():
    frames = table({"calls": [({"service": "a"}, 10.0), ({"service": "b"}, 30.0)], "errors": [({"service": "b"}, 2.0)]})
    joined = transformed(frames, [made.joined("service"), made.calculated("failed", made.divided("Value #errors", "Value #calls"))])
    assert joined == [Frame((Field("service", ("a", "b")), Field("Value #calls", (10.0, 30.0)), Field("Value #errors", (None, 2.0)),
                             Field("failed", (None, 2 / 30))))]
    tile = transformed(frames, [made.joined("service"), made.totalled(), made.calculated("now", made.divided("Value #errors", "Value #calls")),
                                *made.chosen({"now": "ratio"}), made.as_rows("last")])
    assert tile == [Frame((Field("Field", ("ratio",)), Field("Last", (0.05,))))]


def test_what_is_missing_stays_missing_and_a_sum_takes_it_as_zero():
    frames = table({"a": [({"x": "1"}, 1.0)], "b": [({"x": "2"}, 2.0)]})
    [frame] = transformed(frames, [made.joined("x"), made.calculated("sum", made.summed("Value #a", "Value #b")), made.calculated("plus", made.added("Value #a", "Value #b"))])
    assert frame.named("sum").cells == (1.0, 2.0)
    assert frame.named("plus").cells == (None, None)
    assert transformed([], [made.joined("x"), made.totalled()]) == []


def test_rows_are_sorted_and_names_renamed():
    frame = Frame((Field("series", ("2 now", "1 before")), Field("Value", (3.0, 4.0))))
    assert transformed([frame], [made.sorted_by("series")])[0].rows() == [("1 before", 4.0), ("2 now", 3.0)]
    assert transformed([Frame((Field("ab12", ()),))], [made.renamed("[0-9]{2}", "x")])[0].fields[0].name == "abx"


def test_a_step_that_is_not_known_is_no_step_that_is_passed_over():
    with pytest.raises(AgentdashError, match="groupBy is not known here"):
        transformed([], [{"id": "groupBy", "options": {}}])


def test_legends():
    assert legend("{{a}} · {{ b }}", {"a": "1", "b": "2"}) == "1 · 2"
    assert legend("__auto", {"__name__": "up", "job": "x"}) == "x"
    assert legend("", {}) == "Value"
