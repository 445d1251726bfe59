"""Command-line agents and gateways."""

from __future__ import annotations

from tests.truth.gaps.gap import FIRST_TOKEN, Found, gap

_LOST = "The invocation that ended in an error exported nothing at all (2 of 54 requests, 1 of 23 runs)."


def gaps() -> Found:
    """Cells that they cannot tell."""
    yield from gap("codex_cli", {"calls": 27, "errors": 1, "error_ratio": 1 / 27, "errors_by_kind": {"server_error": 1}}, (
        "The request that was refused for good (429) leaves no span, no log event and no metric: the run just ends (27 of 28 requests)."), "None.")
    yield from gap("codex_cli", ("failed_runs",), "The run that failed says so nowhere: its events just end.", "None.")
    yield from gap("codex_cli", ("failed_tool_runs",),
                   "Every run of a command says `success: true`; that four of 17 ended with another code is inside the text of their output.", "None.")
    yield from gap("gemini_cli", {
        "calls": 52, "errors": 7, "error_ratio": 7 / 52, "errors_by_kind": {"rate_limit": 3, "server_error": 3, "overloaded": 1},
        "input_tokens": 77_068, "output_tokens": 5_180, "reasoning_tokens": 1_790,
        "input_tokens_by_model": {"gemini-2.5-flash": 39_365, "gemini-2.5-pro": 37_703},
        "output_tokens_by_model": {"gemini-2.5-flash": 2_886, "gemini-2.5-pro": 2_294},
        "tokens_by_model": {"gemini-2.5-flash": 42_251, "gemini-2.5-pro": 39_997},
        "cost": 0.069396, "cost_by_model": {"gemini-2.5-flash": 0.0166669, "gemini-2.5-pro": 0.0527291},
        "runs": 22, "failed_runs": 0.0, "tool_runs": 23,
    }, _LOST, "None.")
    yield from gap("gemini_cli", ("p50",), "The program's own work is inside its spans and events: they are 0.2 s longer at the median than the server took.", "None.")
    yield from gap("gemini_cli", dict.fromkeys(FIRST_TOKEN, "none"), "No span, metric or log event tells of a first chunk (46 streams).", "None.")
    yield from gap("litellm_proxy_gateway", ("p95", "p95_stat"), (
        "The client waits for the gateway, which takes up to half a second of its own: P95 is 2.35 s at the client, 1.97 s at the gateway, 1.83 s at the server."),
        "None; it is what the client waited.")
