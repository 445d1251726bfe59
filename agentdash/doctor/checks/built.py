"""Whether what was built is what the settings say."""

from __future__ import annotations

from collections.abc import Iterator

from agentdash.build import compare
from agentdash.doctor.finding import Check, Finding, bad, good, unknown
from agentdash.doctor.names import some
from agentdash.doctor.world import World
from agentdash.manifest import NAME


class Built(Check):
    """Settings and ``dist`` agree."""

    name, title = "built", "Built files"

    def run(self, world: World) -> Iterator[Finding]:
        """Compares every file."""
        directory = world.dist
        if not (directory / NAME).is_file():
            yield unknown(f"{directory}: nothing built here", "run `agentdash build`, or say where it is with --dist", asked=False)
            return
        found = compare(world.files(), directory)
        if differing := [path for _, path in found.signed()]:
            files = "1 file is" if len(differing) == 1 else f"{len(differing)} files are"
            yield bad(f"{directory}: {files} not what the settings say: {some(differing, 3)}", "run `agentdash build`, and bring what it writes to where it runs")
        else:
            yield good(f"{directory} is what the settings say ({len(found.unchanged)} files)")
