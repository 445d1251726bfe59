"""What is known of switching one framework on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guide:
    """One framework. ``recording`` is the program that was measured: its row of docs/truth.md.

    ``code`` and ``environment`` may hold ``{endpoint}`` (the Collector's address for OTLP over HTTP) and ``{service}``.
    """

    key: str
    title: str
    recording: str
    packages: tuple[str, ...]
    """As the package manager names them, with the version that was measured: ``openai==3.54.0``."""
    install: str
    """The command; "" for a program that brings its telemetry along."""
    environment: tuple[tuple[str, str], ...]
    code: str = ""
    language: str = "python"
    measured: tuple[str, ...] = ()
    """Texts out of ``code`` that the measured program has, too."""
    aliases: tuple[str, ...] = ()
    note: str = ""
    flush: str = ""
    """What a program must do that ends at once; the language's own words unless given."""
    other_recordings: tuple[tuple[str, str], ...] = ()
    """Other ways that were measured: recording, and what they are."""


TAGS = "deployment.environment.name=prod,tenant.id=acme"
"""An example of what every program should say beside its name."""

STANDARD = (("OTEL_SERVICE_NAME", "{service}"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "{endpoint}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_RESOURCE_ATTRIBUTES", TAGS))
"""What OpenTelemetry's own SDKs read."""
