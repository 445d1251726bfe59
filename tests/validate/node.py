"""The node packages that judge: installed once, at the versions of the lock file."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def node_modules() -> Path:
    """The folder of installed packages. Raises RuntimeError saying what is missing where node is not installed."""
    folder = FOLDER / "node_modules"
    lock, installed = FOLDER / "package-lock.json", folder / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return folder
    if shutil.which("npm") is None:
        raise RuntimeError("npm is missing: install Node.js 20 or newer, for it checks dashboards and queries")
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FOLDER, capture_output=True, text=True,
        check=False, timeout=600,
    )
    if done.returncode:
        raise RuntimeError(f"npm ci failed: {(done.stderr or done.stdout).strip().splitlines()[-1]}")
    installed.touch()
    return folder
