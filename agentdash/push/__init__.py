"""Push: what was built becomes what Grafana has, through its HTTP API, and nothing else is touched.

`artifacts` reads what was built, `plan` compares it with a Grafana by GET requests only, `apply` makes the plan true.
This room knows Grafana's API and the built files; it knows nothing of panels, signals or settings.
"""
