"""A fake Grafana: the part of its HTTP API that a push uses, as 10.4, 11.6, 12.4 and 13.1 answer it.

Written after Grafana's documentation and its API's behaviour, for tests only. It is no Grafana: it draws nothing and
keeps everything in memory. What it adds is what a test needs: every request on record, and faults at any of them.
"""

from tests.push.fake.faults import Fault
from tests.push.fake.server import FakeGrafana
from tests.push.fake.state import VERSIONS

__all__ = ["VERSIONS", "FakeGrafana", "Fault"]
