"""The frameworks: one file per way in which telemetry is switched on."""
