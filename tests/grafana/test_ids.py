from __future__ import annotations

import pytest

from agentdash.grafana import ids


def test_an_id_depends_on_the_key_alone():
    # Alerts and bookmarks refer to these numbers: they must never change.
    assert ids.panel_id("error-ratio") == 364672
    assert ids.panel_id("who-spends") == ids.distinct_panel_ids(["a", "who-spends", "b"])["who-spends"]


def test_ids_are_small_and_positive():
    assert all(1 <= ids.panel_id(f"panel {n}") <= 1_000_000 for n in range(1000))


def test_two_keys_on_one_number_get_two_ids():
    first = "panel 0"
    other = next(f"panel {n}" for n in range(1, 5_000_000) if ids.panel_id(f"panel {n}") == ids.panel_id(first))
    found = ids.distinct_panel_ids([first, other])
    assert found[first] == ids.panel_id(first) != found[other]


def test_one_key_twice_is_a_mistake():
    with pytest.raises(ValueError, match="two panels have the key 'calls'"):
        ids.distinct_panel_ids(["calls", "errors", "calls"])
