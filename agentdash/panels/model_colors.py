"""Colours of models: a family has one, whatever provider, snapshot or alias its name carries.

A provider's families share a hue that people with any kind of colour vision tell from the others (after Okabe and Ito:
blue, orange, green, purple-red, yellow, sky), the stronger the larger the model. Names of Grafana's palette, which has a
shade of each for light and dark. A model of no known family takes the colour of its name.
"""

from __future__ import annotations

from agentdash.grafana.overrides import by_pattern, color

_FAMILIES = {
    "gpt|chatgpt|codex|davinci": "blue", "gpt-(?:5|4\\.1|4o)(?:\\.\\d)?(?:-chat|-pro|-codex)?(?!.*(?:mini|nano))": "dark-blue", "gpt.*(?:mini|nano)|gpt-3": "light-blue",
    "o[134](?:-|$)": "semi-dark-blue", "text-embedding": "super-light-blue",
    "claude": "orange", "claude.*opus": "dark-orange", "claude.*haiku": "light-orange",
    "gemini|gemma": "green", "gemini.*pro": "dark-green", "gemini.*flash": "light-green",
    "mistral|mixtral|ministral|codestral|magistral": "yellow", "llama": "purple", "deepseek": "dark-purple", "qwen|qwq": "light-purple",
    "grok": "red", "command|nova|titan": "dark-yellow",
}
"""Beginning of a model's name, after its provider's, as a regular expression; a later one wins."""

OVERRIDES = [
    *(by_pattern(f"^(?:.*[/.:])?(?:{pattern})", color=color(shade)) for pattern, shade in _FAMILIES.items()),
    by_pattern("^others$", color=color("text")), by_pattern("^unknown$", color=color("semi-dark-red")),
]
"""For graphs whose lines are models."""
