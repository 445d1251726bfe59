"""The fake Grafanas of the tests of push."""

from tests.push.conftest import fake, grafana

__all__ = ["fake", "grafana"]
