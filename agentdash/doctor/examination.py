"""The checks, one after the other; one that cannot be made says so, and the others go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from agentdash.doctor.finding import Check, Finding, Mark, bad, unknown
from agentdash.doctor.world import World
from agentdash.errors import AgentdashError
from agentdash.push.errors import Denied


@dataclass(frozen=True)
class Result:
    """A check and everything that it found."""

    check: Check
    findings: tuple[Finding, ...]

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {"check": self.check.name, "title": self.check.title,
                "findings": [{"mark": one.mark.value, "line": one.line, "remedy": one.remedy, "asked": one.asked} for one in self.findings]}


def examine(checks: Sequence[Check], world: World) -> Iterator[Result]:
    """The results in order, each as soon as it is there."""
    closed: dict[str, Result] = {}
    for check in checks:
        if world.panel and not check.per_panel:
            continue
        missing = next((closed[name] for name in check.needs if name in closed), None)
        if missing is not None:
            closed[check.name] = missing
            yield Result(check, (unknown(f"not asked: see {missing.check.title}", asked=missing.findings[-1].asked),))
            continue
        findings, ended = _made(check, world)
        result = Result(check, tuple(findings))
        if ended:
            closed[check.name] = result
        yield result


def exit_code(results: Sequence[Result]) -> int:
    """0 all is well, 1 something is wrong, 2 nothing is known to be wrong, but something that was asked could not be told."""
    findings = [finding for result in results for finding in result.findings]
    if any(one.mark is Mark.BAD for one in findings):
        return 1
    return 2 if any(one.mark is Mark.UNKNOWN and one.asked for one in findings) else 0


def _made(check: Check, world: World) -> tuple[list[Finding], bool]:
    """What it found, and whether those that need it have nothing to ask."""
    findings: list[Finding] = []
    try:
        # One by one: what it found before an error stays.
        for finding in check.run(world):
            findings.append(finding)
    except Broken as end:
        findings.append(end.finding)
        return findings, True
    except Denied as error:
        findings.append(unknown(str(error), f"give the token {error.permission or 'the right to read it'}"))
        return findings, True
    except AgentdashError as error:
        findings.append(unknown(str(error)))
        return findings, True
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # Whatever answers there, it answers otherwise than its API says; the other checks go on.
        findings.append(unknown(f"an answer that is not as expected ({type(error).__name__}: {error})", "look whether the address leads to the right server"))
        return findings, True
    return findings, False


class Broken(Exception):
    """A finding after which nothing that needs this check can be asked."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.line)
        self.finding = finding


def broken(line: str, remedy: str) -> Broken:
    """Something is wrong, and nothing behind it can be asked."""
    return Broken(bad(line, remedy))


def unreachable(line: str, remedy: str = "", asked: bool = True) -> Broken:
    """It cannot be told, and so nothing behind it."""
    return Broken(unknown(line, remedy, asked))
