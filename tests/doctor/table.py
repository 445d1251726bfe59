"""Faults and the first line that doctor prints of each: what tests hold it to, and docs/doctor.md shows."""

from __future__ import annotations

FAULTS: dict[str, tuple[str, str]] = {
    # What was built
    "built older": ("`dist/` was built before the settings were changed", '✗ Built files: dist: 7 files are not what the settings say: api/alert-rules.json, dashboards/coding.json, dashboards/overview-long.json and 4 more'),
    # The Collector
    "collector stopped": ("the Collector is stopped", '✗ Collector: not there: http://127.0.0.1:PORT/v1/traces: no answer (nobody listens there)'),
    "collector elsewhere": ("another program listens where agents are to send", '✗ Collector: something else than a Collector listens at http://127.0.0.1:PORT'),
    "collector deaf": ("the Collector listens for OTLP on another port than the settings say", '✗ Collector: it runs, and does not listen for OTLP at http://127.0.0.1:PORT (nobody listens there)'),
    "collector unhealthy": ("its health is on another port than the settings say", '✗ Collector: it takes OTLP at http://127.0.0.1:PORT, and does not tell its health at http://127.0.0.1:PORT'),
    "collector older": ("the Collector runs a configuration of before: it writes to another address", "✗ Collector's traffic: it writes metrics to http://127.0.0.1:PORT/api/v1/write, the settings say http://localhost:PORT/api/v1/write"),
    "collector version": ("the Collector is of another version than the settings were written for", "✗ Collector's traffic: it is 0.161.0, the settings were written for 0.150.0"),
    "collector refuses": ("the Collector has too little memory and refuses spans", "✗ Collector's traffic: refused what was more than its memory holds: spans 1 since its start"),
    "collector gave up": ("a backend refused writes for a while, and the Collector gave them up", "✗ Collector's traffic: could not hand on, and gave up: metrics to http://127.0.0.1:PORT/api/v1/write N"),
    "nothing sent": ("no agent sends anything", "✗ Collector's traffic: has taken nothing from an agent since its start N s ago"),
    "no ai": ("programs send spans of their web framework only", '✗ Derived series: took spans, and none of them is a call to a model'),
    "not understood": ("an SDK sends spans with tokens that fit nothing", '✗ Derived series: understands nothing of what new-bot sends'),
    # The backends' doors
    "remote write off": ("Prometheus was started without its remote-write receiver", '✗ Backends: metrics: http://127.0.0.1:PORT/api/v1/write: remote write is off (HTTP 404, remote write receiver needs to be enabled with --web.enable-remote-write-receiver)'),
    "wrong token": ("the Collector's password for the metrics is wrong", '✗ Backends: metrics: http://127.0.0.1:PORT/api/v1/write: refuses the login (HTTP 401, Unauthorized)'),
    "no secret": ("the variable that holds the password is not set", '? Backends: metrics: http://127.0.0.1:PORT/api/v1/write: the environment variable METRICS_PASSWORD is not set; export METRICS_PASSWORD, which the settings refer to'),
    "wrong tenant": ("the metrics want a tenant header, and the settings have none", '✗ Backends: metrics: http://127.0.0.1:PORT/api/v1/write: wants a tenant (HTTP 401, no org id)'),
    "metrics stopped": ("the metrics backend is stopped", '✗ Backends: metrics: http://127.0.0.1:PORT/api/v1/write: no answer (nobody listens there)'),
    "traces stopped": ("the traces backend is stopped", '✗ Backends: traces: http://127.0.0.1:PORT: no answer (nobody listens there)'),
    # Clocks
    "clock off": ("this machine's clock is ten minutes behind", "✗ Clocks: this machine's clock is N s behind those of the Collector and Prometheus"),
    "server clock off": ("the clock of the metrics backend is ten minutes ahead", "✗ Clocks: the clock of Prometheus is N s ahead of this machine's"),
    # Queries
    "wrong port": ("the datasource's address has a wrong port", '✗ Queries: nobody answers: http://127.0.0.1:PORT/api/v1/query: no answer (nobody listens there)'),
    "wrong server": ("the datasource's address is another program's", '✗ Queries: no Prometheus answers there: http://127.0.0.1:PORT/api/v1/query: HTTP 404: 404 page not found'),
    "tls": ("https:// is written where the server speaks http", '✗ Queries: nobody answers: https://127.0.0.1:PORT/api/v1/query: no answer (it does not speak TLS; write http:// instead of https://)'),
    "query login": ("the datasource's password is wrong", '✗ Queries: refuses the login: http://127.0.0.1:PORT/api/v1/query: HTTP 401: Unauthorized'),
    "query tenant": ("queries want a tenant header", '✗ Queries: wants a tenant: http://127.0.0.1:PORT/api/v1/query: HTTP 401: no org id'),
    "empty": ("queries go to another Prometheus than writes", '✗ Metrics: no number of an agent in the last 24h'),
    "ended": ("nothing has been written for a while", '✗ Metrics: nothing was written in the last 5m: every series has ended'),
    "wrong source": ("telemetry.sources names a source that nobody sends", '✗ Sources: research-bot, support-bot: only derived series, which telemetry.sources (claude_code) does not read'),
    "other source": ("a service sends the new conventions' metrics past the Collector", '✗ Sources: side-bot: only semconv_next series, which telemetry.sources (derived) does not read'),
    "labels dropped": ("a relabel rule drops a label on the way", "✗ Labels: series of calls lack tenant_id: not written by agentdash's Collector, or changed on the way"),
    # What agents say
    "no name": ("a program has no service name", '✗ Labels: calls of programs that do not say their name: unknown_service:python 1'),
    "no environment": ("one program of several does not say its environment", '✗ Labels: deployment.environment.name is unknown for calls of plain-bot 1, and known for others'),
    "some not understood": ("one SDK of several sends spans with tokens that fit nothing", '✗ Not understood: spans with tokens that are neither call nor tool nor run: mystery-bot 1; they are in no other number'),
    "no usage": ("an SDK reports no usage of streams", '✗ Token usage: stream-bot: 1 calls report no token usage, so their cost is not counted (100%)'),
    "no model": ("an SDK does not name the model", '✗ Models: wrapped-bot: 1 calls name no model, so they have no price (100%)'),
    "no price": ("a model was called that has no price", '✗ Prices: 110 tokens of our-own-model-7 have no price'),
    "several collectors": ("two Collectors stand behind a balancer that knows no traces", '? Several Collectors: 2 Collectors count side by side; unless each trace stays with one of them, runs, loops, doubles and fallbacks are judged on parts'),
    # Traces and logs
    "no traces": ("traces go to another place than the one that is searched", '✗ Traces: http://127.0.0.1:PORT finds no trace with a call in the last 24h'),
    "search tenant": ("trace search wants a tenant header", '✗ Traces: wants a tenant: http://127.0.0.1:PORT/api/search: HTTP 401: no org id'),
    "no traceql metrics": ("TraceQL metrics are switched off", '✗ Traces: TraceQL metrics are not answered: http://127.0.0.1:PORT/api/metrics/query_range: HTTP 404: 404 page not found'),
    "lines without traces": ("log lines carry no trace id", '✗ Logs: lines of support-bot carry no trace id, so none leads to its trace'),
    "logs stopped": ("the logs' datasource has a wrong port", '✗ Logs: nobody answers: http://127.0.0.1:PORT/loki/api/v1/label/service_name/values: no answer (nobody listens there)'),
    # One marked call
    "call not counted": ("--send: the write arrives, and queries go elsewhere", '✗ A marked call: derived by the Collector, and not in the metrics after N s'),
    "call not traced": ("--send: traces go to another place than the one that is asked", '✗ A marked call: not in the traces after N s'),
    # Grafana
    "grafana stopped": ("Grafana is stopped", '✗ Grafana: GRAFANA_URL: http://127.0.0.1:PORT/: connection refused'),
    "grafana token": ("Grafana's token is wrong", '✗ Grafana: GRAFANA_TOKEN: http://127.0.0.1:PORT/: the token is not accepted ("Invalid API key")'),
    "grafana rights": ("the token may not read dashboards", '? Variables: GET /api/dashboards/uid/agentdash-overview: not allowed: "You\'ll need additional permissions to perform this action. Permissions needed: dashboards:read"'),
    "datasource missing": ("a datasource was deleted in Grafana", "✗ Grafana's datasources: tempo (agentdash-tempo) is not there"),
    "datasource unhealthy": ("Grafana's server does not reach the metrics", '✗ Grafana\'s datasources: prometheus (agentdash-prometheus): Grafana\'s server does not reach it: Post "http://prometheus:9090": no such host'),
    "dashboard missing": ("a dashboard was deleted in Grafana", "✗ Grafana's dashboards: not there: dashboard AI agents: cost"),
    "dashboard older": ("the dashboards in Grafana are older than the settings", "✗ Grafana's dashboards: not what the settings say: dashboard AI agents: coding (refresh), dashboard AI agents: cost (refresh), dashboard AI agents: coverage (refresh), dashboard AI agents: overview (refresh), dashboard AI agents: reliability (refresh) and 1 more"),
    "panel edited": ("somebody edited a panel in the browser", '✗ Grafana\'s dashboards: dashboard AI agents: overview was edited in Grafana: panels["Cost per hour by model"].title'),
    "variable vanished": ("a dashboard is saved with a service that is gone", '✗ Variables: service is set to "old-bot", which no series has in the last 24h (AI agents: overview)'),
    "variable chosen": ("somebody has chosen a service that is gone (`--set service=…`)", '✗ Panel: Cost per hour by model: service=old-bot empties it: without that it has data'),
    "query broken": ("a panel's query was edited into one that Prometheus refuses", '✗ Grafana\'s dashboards: dashboard AI agents: overview was edited in Grafana: panels["Cost per hour by model"].targets[A].expr'),
    "rule fails": ("an alert rule cannot be evaluated", "✗ Alert rules: AgentRetryLoop: An agent goes round in circles cannot be evaluated: failed to build query 'A': data source not found"),
    "no rules": ("the alert rules were deleted", "✗ Grafana's dashboards: not there: rule group agentdash-60s, rule group agentdash-300s"),
}
