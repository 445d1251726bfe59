"""What somebody probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(key: str, known: Iterable[str], otherwise: str) -> str:
    """``did you mean "x"?``, or ``otherwise`` and all that there is."""
    names = [str(name) for name in known]
    lower = {name.lower(): name for name in names}
    near = difflib.get_close_matches(key.lower().replace("-", "_"), lower, n=1)
    return f'did you mean "{lower[near[0]]}"?' if near else f"{otherwise}: {', '.join(names)}"
