"""`agentdash prices`: what tokens cost, why, and what has no price."""

from __future__ import annotations

import click

from agentdash.cli.lazy import LazyGroup

# name -> one line for `agentdash prices --help`
COMMANDS = {
    "list": "List models and their prices.",
    "explain": "Say what a model costs, and which rule says so.",
    "diff": "Compare your rules with the book, or two books.",
    "check": "Ask Prometheus which models were called, and list those without a price.",
    "update": "Write a new price book from the installed package genai-prices.",
}


@click.group("prices", cls=LazyGroup, package="agentdash.cli.prices", table=COMMANDS)
def command() -> None:
    """Prices of models: the book that agentdash carries, and your own rules over it."""
