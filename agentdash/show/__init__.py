"""What a dashboard's panels say now, without Grafana: their own queries, their own transformations, as text.

Reads the dashboard as it is saved (JSON), asks Prometheus what Grafana would, and computes of the answers what Grafana would.
"""
