"""One Prometheus for all cases, one Collector for those with default settings, and Collectors of their own for the others."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from agentdash.settings import Settings, parse
from tests.cases.case import Case, cases
from tests.cases.counted import Counted
from tests.telemetry.replay import Sender
from tests.truth import servers
from tests.truth.settle import settle

_INTERVAL = 2
"""Seconds between two writes of a series: short, so that tests are."""


@dataclass
class Group:
    """Cases that share settings."""

    settings: Settings
    cases: list[Case] = field(default_factory=list)


def _groups() -> dict[str, Group]:
    found: dict[str, Group] = {}
    for case in cases():
        text = yaml.safe_dump(_merged({"telemetry": {"interval": f"{_INTERVAL}s"}}, case.settings))
        found.setdefault(text, Group(parse(text, case.name))).cases.append(case)
    return found


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return dict(old) | {key: _merged(old.get(key), item) for key, item in new.items()}
    return new


def _send(found: Sequence[Case], collector: servers.Collector) -> None:
    """All exports of these cases, side by side, each when it is due."""
    sender, begin = Sender(collector.endpoint), time.time()
    for export in sorted((export for case in found for export in case.exports), key=lambda export: export.after):
        time.sleep(max(0.0, begin + export.after - time.time()))
        assert sender.send(export.signal, export.body(begin)) == 200


def _replay(group: Group, folder: Path, prometheus: servers.Prometheus, failed: list[BaseException]) -> None:
    try:
        with servers.collector(folder, group.settings, prometheus.write) as collector:
            _send(group.cases, collector)
            if "derived" in group.settings.telemetry.sources:
                settle(collector, prometheus)
        # What it still holds is written when it ends.
    except BaseException as error:
        failed.append(error)


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Counted]]:
    """What is counted of each case, by its name: all were replayed side by side."""
    begin, folder, failed = time.time(), tmp_path_factory.mktemp("cases"), list[BaseException]()
    with contextlib.ExitStack() as stack:
        prometheus = stack.enter_context(servers.prometheus(folder / "prometheus"))
        groups = list(_groups().values())
        threads = [threading.Thread(target=_replay, args=(group, folder / str(number), prometheus, failed)) for number, group in enumerate(groups)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for error in failed:
            raise error
        seconds = round(time.time() - begin) + 4 * _INTERVAL
        yield {case.name: counted for group in groups for counted in [Counted(prometheus, group.settings, seconds)] for case in group.cases}
