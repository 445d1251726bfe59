"""A fake Grafana in a process of its own, for measuring: prints its address, then a line of counts for each line read."""

from __future__ import annotations

import sys

from tests.push.fake.server import FakeGrafana


def main() -> None:
    """Serve with the latency of the first argument, in seconds, until stdin ends."""
    with FakeGrafana(latency=float(sys.argv[1])) as fake:
        print(fake.url, flush=True)
        for _ in sys.stdin:
            gets, writes = fake.count("GET"), len(fake.writes)
            fake.requests.clear()
            fake.bodies.clear()
            print(gets, writes, fake.most_at_once, flush=True)


if __name__ == "__main__":
    main()
