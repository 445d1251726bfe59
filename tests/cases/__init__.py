"""Kinds of fault that real telemetry, real settings and real servers brought up: an input, and what is right. See README.md."""
