"""Model Context Protocol."""

from __future__ import annotations

from agentdash.collector.dialects.dialect import Dialect
from agentdash.collector.ottl.conditions import all_of, differs, equals, present
from agentdash.collector.ottl.values import SERVER, SPAN_KIND, attr

_METHOD = attr("mcp.method.name")

MCP = Dialect(
    "mcp", "Model Context Protocol",
    "Client and server both write a tool's call: the server's span is the same run seen from the other end.",
    signs=(present(_METHOD),),
    tools=(all_of(equals(_METHOD, "tools/call"), differs(SPAN_KIND, SERVER)),),
    not_tools=(equals(SPAN_KIND, SERVER),),
    kept=(r"mcp\.(method\.name|session\.id|protocol\.version)", r"jsonrpc\..*", r"rpc\..*"),
)
