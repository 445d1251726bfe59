"""The kinds of resources that push knows: one class each, with one protocol (`kind.Kind`)."""

from agentdash.push.kinds.alert_rules import RULE_GROUP
from agentdash.push.kinds.dashboards import DASHBOARD
from agentdash.push.kinds.datasources import DATASOURCE
from agentdash.push.kinds.folders import FOLDER
from agentdash.push.kinds.kind import Kind

# In this order they are written, and in the opposite one deleted.
KINDS: tuple[Kind, ...] = (FOLDER, DATASOURCE, DASHBOARD, RULE_GROUP)

__all__ = ["KINDS", "Kind"]
