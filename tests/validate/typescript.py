"""A judge of dashboards: the TypeScript compiler with Grafana's own types."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests import tools

FOLDER = Path(__file__).parent


def faults(dashboards: Mapping[str, Any], scratch: Path) -> list[str]:
    """What the compiler says of the dashboards, one line per fault; ``scratch`` is an empty folder to work in.

    The dashboards become object literals in a source file: of an imported JSON file the compiler would not report
    unknown keys.
    """
    tools.node()
    lines = [f"import type {{ DashboardOf }} from {json.dumps(str(FOLDER / 'dashboard_types'))};"]
    lines += [f"export const of_{number} = {json.dumps(one, indent=1)} satisfies DashboardOf;" for number, one in enumerate(dashboards.values())]
    (scratch / "judged.ts").write_text("\n".join(lines))
    (scratch / "tsconfig.json").write_text(json.dumps({"extends": str(FOLDER / "tsconfig.json"), "files": ["judged.ts"]}))
    done = subprocess.run(
        [str(FOLDER / "node_modules/.bin/tsc"), "-p", str(scratch), "--pretty", "false"], capture_output=True, text=True, check=False, timeout=300,
    )
    return [line for line in done.stdout.splitlines() if "error" in line] or ([done.stderr or done.stdout] if done.returncode else [])
