"""Builds every example and writes what it makes beside it, as `golden/`: new files whole, of others the lines that differ.

`python examples/build.py`; `make docs` runs it, and a test compares.
"""

from __future__ import annotations

import difflib
import shutil
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
GOLDEN = "golden"


def examples() -> list[str]:
    """Names of the folders."""
    return sorted(path.parent.name for path in HERE.glob("*/agentdash.yaml"))


def made(name: str) -> dict[str, str]:
    """What an example adds to a build of the default settings: path below `golden/` to text. Raises UserError."""
    import agentdash as ad

    # As if its package were installed.
    sys.path.insert(0, str(HERE / name))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ad.AgentdashWarning)
            own = ad.load(HERE / name / "agentdash.yaml", env={}).build()
            plain = ad.load("/dev/null", env={}).build()
    finally:
        sys.path.remove(str(HERE / name))
    found = {}
    for path, content in own.items():
        if path == "manifest.json" or plain.get(path) == content:
            continue
        if path in plain:
            found[f"{path}.diff"] = _differing(plain[path].decode(), content.decode())
        else:
            found[path] = content.decode()
    return found | {f"{path}.gone": "" for path in plain if path not in own}


def _differing(before: str, after: str) -> str:
    """Lines that are not in both, without where they stand: what changes elsewhere changes nothing here."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return "".join(f"{line}\n" for line in list(lines)[2:] if not line.startswith("@@"))


def main() -> None:
    """Write every golden folder anew."""
    for name in examples():
        folder = HERE / name / GOLDEN
        shutil.rmtree(folder, ignore_errors=True)
        for path, text in made(name).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        print(f"wrote examples/{name}/{GOLDEN}")


if __name__ == "__main__":
    main()
