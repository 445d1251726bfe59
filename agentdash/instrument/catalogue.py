"""Every guide, and the one that is meant."""

from __future__ import annotations

import difflib

from agentdash.errors import UserError
from agentdash.instrument.guide import Guide
from agentdash.instrument.guides import coding_agents, javascript, own_export, python

GUIDES: tuple[Guide, ...] = tuple(sorted((*coding_agents.GUIDES, *python.GUIDES, *own_export.GUIDES, *javascript.GUIDES), key=lambda one: one.title.casefold()))


def find(name: str) -> Guide:
    """The guide of that key, alias or title. Raises UserError with what was probably meant."""
    words = {word.casefold(): one for one in GUIDES for word in (one.key, one.title, *one.aliases)}
    wanted = name.casefold().strip()
    if wanted in words:
        return words[wanted]
    plain = {word.replace("-", "").replace("_", "").replace(" ", ""): one for word, one in words.items()}
    squeezed = wanted.replace("-", "").replace("_", "").replace(" ", "")
    if squeezed in plain:
        return plain[squeezed]
    near = difflib.get_close_matches(squeezed, plain, n=1, cutoff=0.6)
    hint = f'did you mean "{plain[near[0]].key}"?' if near else f"there are {', '.join(one.key for one in GUIDES)}"
    raise UserError(f'no guide for "{name}"; {hint}')
