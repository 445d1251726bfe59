"""A recording through a real Collector: what the dialects make of each kind of span, before anybody deploys anything."""

from agentdash.rehearsal.recording import read
from agentdash.rehearsal.run import rehearse
from agentdash.rehearsal.seen import Seen, seen

__all__ = ["Seen", "read", "rehearse", "seen"]
