"""Colours of models: a family has one, whatever provider, snapshot or alias its name carries.

A provider's families share a hue. The colours were chosen so that any two stay apart for people with each kind of colour
vision, on Grafana's light and dark ground; a test holds them to it. A model of no known family takes the colour that
Grafana gives its name.
"""

from __future__ import annotations

import re

from agentdash.grafana.overrides import by_pattern, color

FAMILIES = {
    "gpt-4o|chatgpt": "#1F4EC7", "gpt-4\\.1": "#25849B", "gpt-5": "#B3C9DC", "gpt-.*(?:mini|nano)": "#6BA6E6", "o[134](?:-|$)": "#6D7EE2",
    "claude": "#E57E4E", "claude.*opus": "#AF3913", "claude.*haiku": "#C77D0B",
    "gemini": "#32E79F", "gemini.*pro": "#91D8BE", "gemma": "#2A6542",
    "(?:meta-)?llama": "#7C1CF5", "mi[sx]tral|ministral|codestral|magistral|devstral": "#EEBD0D", "deepseek": "#98396C", "qwen|qwq": "#794EA4",
    "grok": "#C0886E", "nova|titan|command": "#D2C877", "others$": "#8E8E8E",
}
"""Beginning of a model's name, after its provider's, as a regular expression; a later one wins."""


def _pattern(family: str) -> str:
    return f"^(?:.*[/.:])?(?:{family})"


def color_of(model: str) -> str | None:
    """The colour of a model's family; None where it has none."""
    return next((shade for family, shade in reversed(FAMILIES.items()) if re.match(_pattern(family), model)), None)


OVERRIDES = [by_pattern(_pattern(family), color=color(shade)) for family, shade in FAMILIES.items()]
"""For graphs whose lines are models."""
