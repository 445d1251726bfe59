"""What an extension is written with: a file or module of yours that a settings file names under `extensions:`.

```python
import agentdash as ad
import grafanalib.core as G

ext = ad.Extension("acme")               # begins keys, uids and file names of all that follows

refunds = ext.signal("refunds", title="Refunds", meaning="Refunds issued by agents.", labels=(ad.labels.SERVICE,),
                     sources={"own": ad.Series("acme_refunds_total")})

@ext.panel
def refunds_per_minute(c: ad.Context) -> ad.Panel | None:
    return ad.draw.graph("refunds", "Refunds per minute", c.signals.of(refunds).rate(by=(ad.labels.SERVICE,), per=60))

@ext.dashboard("support", title="Support agents")
def support(c: ad.Context) -> list[ad.Section]:
    queue = G.TimeSeries(title="Queue depth", targets=[G.Target(expr="sum(queue_depth)", refId="A")])
    return [ad.Section([ad.panels.error_rate(c), ad.panels.latency_p95(c), refunds_per_minute(c)]), ad.Section([queue], "Queue")]

ext.alert("RefundSpike", signal=refunds, above=50, window="10m", severity="warning")
```

[extend.md](extend.md) tells the way from there.
"""

from __future__ import annotations

from agentdash import panels
from agentdash.dashboards.layout import Section
from agentdash.extensions.extension import Extension
from agentdash.grafana.panel import Panel
from agentdash.panels import draw
from agentdash.panels.context import Context
from agentdash.signals.expression import Expression
from agentdash.signals.series import Series
from agentdash.vocabulary import labels

__all__ = ["Context", "Expression", "Extension", "Panel", "Section", "Series", "draw", "labels", "panels"]
