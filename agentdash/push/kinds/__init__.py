"""How each kind of resource is read, written and deleted: one module each, all with the same functions.

read(server, uid, prefix) -> Live | None     GET requests only
write(server, want, base, prefix, ...)       from `base` (None: nothing there) to `want`; returns when that is certain
delete(server, live)                         returns when it is gone
owned(server, prefix) -> list[str]           uids that carry our mark (candidates: `read` confirms)
"""

from agentdash.push.kinds import dashboards, datasources, folders, rules
from agentdash.push.wanted import DASHBOARDS, DATASOURCES, FOLDERS, RULES

MODULES = {FOLDERS: folders, DATASOURCES: datasources, DASHBOARDS: dashboards, RULES: rules}

__all__ = ["MODULES"]
