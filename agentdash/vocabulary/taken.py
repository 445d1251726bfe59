"""Names that a label of the settings' own (``telemetry.group_by``) cannot have, as something is called so already.

Derived from the rest of the vocabulary: labels and what people call them, attributes of spans, and what series of the SDKs,
Prometheus, the Collector and Grafana carry. A test looks through everything that is built for names that are not here.
"""

from __future__ import annotations

import re
from types import ModuleType

from agentdash.vocabulary import attributes, dashboards, labels, tokens

_OF_OTHERS = frozenset({
    # Prometheus, and the prefix that it gives to a label which it has already
    "job", "instance", "le", "quantile", "exported_job", "exported_instance", "state",
    # the Collector's exporter
    "otel_scope_name", "otel_scope_version", "otel_scope_schema_url", "service_instance_id",
    # SDKs' own metrics: the conventions, and Claude Code
    "gen_ai_token_type", "type", "model", "query_source", "agent_name", "decision", "tool_name", "user_id", "session_id", "source",
    # kinds of datasources, which are variables of the dashboards, and Grafana's own variables
    "prometheus", "tempo", "loki", "interval", "timezone",
    # steps inside queries: from tokens to money, from a sum to its parts
    *"tkfpvdu", "move", "of", "price", "series", "served", "token_type",
})


def _constants(module: ModuleType) -> frozenset[str]:
    """The names that a module of the vocabulary defines."""
    return frozenset(value for name, value in vars(module).items() if name.isupper() and isinstance(value, str))


def spoken(label: str) -> str:
    """What people call a label, and dashboards their variables: ``service`` for ``service_name``."""
    return re.sub(r"^(?:gen_ai_|deployment_)?(?:request_|response_)?(.+?)(?:_name|_id|_type)?$", r"\1", label)


_LABELS = _constants(labels) - {labels.UNKNOWN}

OWN = "agentdash"
"""How names begin that are agentdash's, all of them."""
TAKEN = frozenset({
    *_LABELS, *map(spoken, _LABELS), *(name.replace(".", "_") for name in _constants(attributes) if name[0].isalpha()),
    *(one.attribute.replace(".", "_") for one in tokens.TOKEN_TYPES), *(one.name for one in tokens.TOKEN_TYPES),
    *dashboards.VARIABLES, *_OF_OTHERS,
})
