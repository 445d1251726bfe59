"""A support team's queue, refunds and escalations beside cost, errors and latency of its agents."""

import grafanalib.core as G

import agentdash as ad

ext = ad.Extension("acme")

WHERE = (ad.labels.SERVICE, ad.labels.ENVIRONMENT)

tickets = ext.signal("tickets", title="Tickets", meaning="Tickets that agents closed.", labels=WHERE, sources={"own": ad.Series("acme_tickets_closed_total")})
refunds = ext.signal("refunds", title="Refunds", meaning="Refunds issued by agents.", labels=WHERE, sources={"own": ad.Series("acme_refunds_total")})
escalated = ext.signal("escalated", title="Escalations", meaning="Tickets that agents handed to people.", labels=WHERE,
                       sources={"own": ad.Series("acme_tickets_escalated_total")})
escalation_ratio = ext.ratio("escalation_ratio", escalated, tickets, title="Escalation ratio", meaning="Escalations ÷ tickets closed.", unit="percentunit",
                             limits=(0.1, 0.25))


@ext.panel
def refunds_per_hour(c: ad.Context) -> ad.Panel | None:
    return ad.draw.graph("refunds", "Refunds per hour", c.signals.of(refunds).rate(by=(ad.labels.SERVICE,), per=3600), stacked=True)


@ext.panel
def escalations(c: ad.Context) -> ad.Panel | None:
    return ad.draw.stat("escalations", "Escalated", c.signals.of(escalation_ratio).total())


@ext.panel
def tickets_closed(c: ad.Context) -> ad.Panel | None:
    return ad.draw.stat("tickets", "Tickets closed", c.signals.of(tickets).total())


@ext.dashboard("support", title="Support agents", description="Do our agents help, and what does that cost?")
def support(c: ad.Context) -> list[ad.Section]:
    queue = G.TimeSeries(title="Queue depth", targets=[G.Target(expr="sum by (queue) (support_queue_depth)", refId="A", legendFormat="{{queue}}")])
    return [
        ad.Section([ad.panels.total_cost(c), ad.panels.error_rate(c), ad.panels.latency_p95(c), tickets_closed(c), escalations(c)]),
        ad.Section([refunds_per_hour(c), ad.panels.cost_by_service(c)]),
        ad.Section([queue], "Queue", "Who waits, and where."),
        ad.Section([ad.panels.tool_runs_by_tool(c), ad.panels.failures_by_type(c)], "Behind it", "Which tools run, and what fails.", collapsed=True),
    ]


@ext.section("cost", after="Unit cost and waste")
def beside_cost(c: ad.Context) -> ad.Section:
    return ad.Section([refunds_per_hour(c)], "Refunds", "What else agents give away.", collapsed=True)


ext.alert("RefundSpike", signal=refunds, above=50, window="10m", severity="critical", summary="{service} issued {value} refunds in ten minutes",
          runbook="https://wiki.example.com/refunds", panel="acme-support/acme-refunds")
