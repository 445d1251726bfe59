"""A small company's agents, made up: what they do in a day, as their SDKs would tell it over OTLP, and the truth of it.

Four services in four dialects (`dialects/`), each span as the real instrumentation spells it (see tests/telemetry/recordings).
Nothing of it is canned: the same seed gives the same runs, a moment of the day decides how many.
"""
