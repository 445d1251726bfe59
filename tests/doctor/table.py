"""Faults and the first line that doctor prints of each: what tests hold it to, and docs/doctor.md shows."""

from __future__ import annotations

FAULTS: dict[str, tuple[str, str]] = {
    # What was built
    "built older": ("`dist/` was built before the settings were changed", ""),
    # The Collector
    "collector stopped": ("the Collector is stopped", ""),
    "collector elsewhere": ("another program listens where agents are to send", ""),
    "collector deaf": ("the Collector listens for OTLP on another port than the settings say", ""),
    "collector unhealthy": ("its health is on another port than the settings say", ""),
    "collector older": ("the Collector runs a configuration of before: it writes to another address", ""),
    "collector version": ("the Collector is of another version than the settings were written for", ""),
    "collector refuses": ("the Collector has too little memory and refuses spans", ""),
    "collector gave up": ("a backend refused writes for a while, and the Collector gave them up", ""),
    "nothing sent": ("no agent sends anything", ""),
    "no ai": ("programs send spans of their web framework only", ""),
    "not understood": ("an SDK sends spans with tokens that fit nothing", ""),
    # The backends' doors
    "remote write off": ("Prometheus was started without its remote-write receiver", ""),
    "wrong token": ("the Collector's password for the metrics is wrong", ""),
    "no secret": ("the variable that holds the password is not set", ""),
    "wrong tenant": ("the metrics want a tenant header, and the settings have none", ""),
    "metrics stopped": ("the metrics backend is stopped", ""),
    "traces stopped": ("the traces backend is stopped", ""),
    # Clocks
    "clock off": ("this machine's clock is ten minutes behind", ""),
    "server clock off": ("the clock of the metrics backend is ten minutes ahead", ""),
    # Queries
    "wrong port": ("the datasource's address has a wrong port", ""),
    "wrong server": ("the datasource's address is another program's", ""),
    "tls": ("https:// is written where the server speaks http", ""),
    "query login": ("the datasource's password is wrong", ""),
    "query tenant": ("queries want a tenant header", ""),
    "empty": ("queries go to another Prometheus than writes", ""),
    "ended": ("nothing has been written for a while", ""),
    "wrong source": ("telemetry.sources names a source that nobody sends", ""),
    "other source": ("a service sends the new conventions' metrics past the Collector", ""),
    "labels dropped": ("a relabel rule drops a label on the way", ""),
    # What agents say
    "no name": ("a program has no service name", ""),
    "no environment": ("one program of several does not say its environment", ""),
    "some not understood": ("one SDK of several sends spans with tokens that fit nothing", ""),
    "no usage": ("an SDK reports no usage of streams", ""),
    "no model": ("an SDK does not name the model", ""),
    "no price": ("a model was called that has no price", ""),
    # Traces and logs
    "no traces": ("traces go to another place than the one that is searched", ""),
    "search tenant": ("trace search wants a tenant header", ""),
    "no traceql metrics": ("TraceQL metrics are switched off", ""),
    "lines without traces": ("log lines carry no trace id", ""),
    "logs stopped": ("the logs' datasource has a wrong port", ""),
    # One marked call
    "call not counted": ("--send: the write arrives, and queries go elsewhere", ""),
    "call not traced": ("--send: traces go to another place than the one that is asked", ""),
    # Grafana
    "grafana stopped": ("Grafana is stopped", ""),
    "grafana token": ("Grafana's token is wrong", ""),
    "grafana rights": ("the token may not read dashboards", ""),
    "datasource missing": ("a datasource was deleted in Grafana", ""),
    "datasource unhealthy": ("Grafana's server does not reach the metrics", ""),
    "dashboard missing": ("a dashboard was deleted in Grafana", ""),
    "dashboard older": ("the dashboards in Grafana are older than the settings", ""),
    "panel edited": ("somebody edited a panel in the browser", ""),
    "variable vanished": ("a dashboard is saved with a service that is gone", ""),
    "variable chosen": ("somebody has chosen a service that is gone (`--set service=…`)", ""),
    "query broken": ("a panel's query was edited into one that Prometheus refuses", ""),
    "rule fails": ("an alert rule cannot be evaluated", ""),
    "no rules": ("the alert rules were deleted", ""),
}
