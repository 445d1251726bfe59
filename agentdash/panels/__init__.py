"""A signal drawn: title, description, unit, thresholds, and the way on to the traces behind it.

Each module has functions ``name(context) -> Panel | None``; None where no telemetry source carries the signal. A panel
knows nothing of its place: dashboards arrange it.
"""
