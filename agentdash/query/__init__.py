"""Builders for PromQL, TraceQL and LogQL that cannot write what a supported backend gets wrong."""
