"""What each rule must do: worlds, and which alerts fire in them at which minute."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tests.alerts.worlds import CALLS, FAILED, MODEL, OK, RUNS, TOOLS, Course, World

DAY = 1440
Firing = set[str]


@dataclass
class Case:
    """A world, and at which minute which alerts fire."""

    world: World
    expected: dict[int, Firing]
    long: bool = False
    """Whether it needs a yesterday."""
    rule: str = field(default="", kw_only=True)


def _traffic(ok: Course, failed: Course, kind: str = "server_error", **how: int) -> World:
    return World().calls(OK, ok).calls({**FAILED, "error_type": kind, "timed": "false"}, failed, **how)


def _error_spike() -> dict[str, Case]:
    spike = {"AgentErrorSpike"}
    return {
        "fires": Case(_traffic([(60, 8)], [(60, 2)]), {3: set(), 14: spike, 40: spike}),
        "does not": Case(_traffic([(60, 9.5)], [(60, 0.5)]), {30: set()}),
        "too few calls": Case(_traffic([(60, 1)], [(60, 0.5)]), {30: set()}),
        "no data": Case(World(), {30: set()}),
        "born": Case(_traffic([(90, 8)], [(60, 4)], born=30), {29: set(), 45: spike}),
        "reset": Case(World().calls(OK, [(90, 10)], reset=40).calls({**FAILED, "error_type": "timeout", "timed": "false"}, [(90, 0.2)], reset=40),
                      {m: set() for m in (38, 41, 45, 52)}),
        "recovers": Case(_traffic([(90, 8)], [(30, 4), (60, 0)]), {29: spike, 60: set()}),
    }


def _rate_limited() -> dict[str, Case]:
    both = {"AgentRateLimited", "AgentErrorSpike"}
    return {
        "fires": Case(_traffic([(60, 8)], [(60, 2)], "rate_limit"), {3: set(), 20: both}),
        "overloaded": Case(_traffic([(60, 8)], [(60, 2)], "overloaded"), {20: both}),
        "does not": Case(_traffic([(60, 9.5)], [(60, 0.5)], "rate_limit"), {30: set()}),
        "other errors": Case(_traffic([(60, 8)], [(60, 2)], "auth"), {20: {"AgentErrorSpike"}}),
        "no data": Case(World(), {30: set()}),
        "born": Case(_traffic([(90, 8)], [(60, 4)], "rate_limit", born=30), {29: set(), 45: both}),
        "reset": Case(World().calls(OK, [(90, 10)], reset=40).calls({**FAILED, "error_type": "rate_limit", "timed": "false"}, [(90, 0.2)], reset=40),
                      {m: set() for m in (38, 41, 45, 52)}),
        "recovers": Case(_traffic([(90, 8)], [(30, 4), (60, 0)], "rate_limit"), {29: both, 60: set()}),
    }


def _latency() -> dict[str, Case]:
    slow = {"AgentLatencySLO"}

    def world(fast: Course, everything: Course, **how: int) -> World:
        own = MODEL | OK | {"timed": "true"}
        return World().histogram(CALLS, own, {"5.12": fast, "20.48": fast, "40.96": everything, "+Inf": everything}, **how)

    return {
        "fires": Case(world([(120, 5)], [(120, 10)]), {20: slow, 100: slow}),
        "does not": Case(world([(120, 9)], [(120, 10)]), {100: set()}),
        "too few calls": Case(world([(120, 0.1)], [(120, 0.2)]), {100: set()}),
        "no data": Case(World(), {100: set()}),
        "born": Case(world([(60, 5)], [(60, 10)], born=60), {59: set(), 80: slow}),
        "reset": Case(world([(120, 9.9)], [(120, 10)], reset=60), {m: set() for m in (59, 61, 64, 80)}),
        # Five minutes after it is over the short window says so, however bad the hour was.
        "recovers": Case(world([(60, 5), (60, 10)], [(120, 10)]), {59: slow, 68: set()}),
    }


def _loop() -> dict[str, Case]:
    loop = {"AgentRetryLoop"}

    def world(long: Course, calls: Course = [(60, 10)], **how: int) -> World:  # noqa: B006
        minutes = sum(length for length, _ in calls)
        found = World().calls(OK, calls).counter(f"{RUNS}_count", OK, [(minutes, 3)])
        return found.counter("agentdash_long_run_calls_total", {"gen_ai_provider_name": "openai", "gen_ai_response_model": "gpt-4o"}, long, **how)

    def tool(failures: Course, **how: int) -> World:
        found = world([(60, 0)]).counter(f"{TOOLS}_count", {"gen_ai_tool_name": "lookup", "error": "false"}, [(60, 5)])
        return found.counter("agentdash_repeated_tools_total", {"gen_ai_tool_name": "lookup", "error": "true"}, failures, **how)

    def average(calls: Course, runs: Course) -> World:
        return World().calls(OK, calls).counter(f"{RUNS}_count", OK, runs)

    usual = [(DAY + 60, 10.0)]
    return {
        "fires": Case(world([(30, 0), (30, 5)]), {29: set(), 40: loop}),
        "does not": Case(world([(60, 0.5)]), {40: set()}),
        "no data": Case(World(), {40: set()}),
        # A run's calls arrive all at once when it has become long.
        "born": Case(world([(1, 21), (19, 2), (10, 0)], born=30), {30: set(), 40: loop}),
        "reset": Case(world([(60, 0.2)], reset=30), {m: set() for m in (29, 31, 40)}),
        "recovers": Case(world([(10, 5), (50, 0)]), {10: loop, 30: set()}),
        "a tool that fails again and again": Case(tool([(1, 11), (5, 2), (10, 0)], born=20), {19: set(), 26: loop, 50: set()}),
        "long runs are usual here": Case(world([(DAY + 60, 6)], usual), {DAY + 40: set()}, long=True),
        "far more than usual": Case(world([(DAY, 2), (60, 20)], [(DAY, 10), (60, 28)]), {DAY - 5: set(), DAY + 30: loop}, long=True),
        "a run that is a little longer": Case(world([(1, 21), (4, 1), (40, 0)], [(60, 6)], born=15), {m: set() for m in (16, 20, 25, 32)}),
        "calls per run tripled": Case(average([(DAY, 9), (60, 40)], [(DAY + 60, 3)]), {DAY - 5: set(), DAY + 20: loop}, long=True),
        "calls and runs tripled": Case(average([(DAY, 9), (60, 40)], [(DAY, 3), (60, 13)]), {DAY + 20: set()}, long=True),
    }


def _fallback() -> dict[str, Case]:
    fallback = {"AgentFallback"}

    def world(moved: Course, answers: Course = [(90, 10)], by: str = "client", **how: int) -> World:  # noqa: B006
        own = {name: value for name, value in MODEL.items() if name != "fallback"} | {"fallback_by": by}
        return World().calls(OK, answers).counter("agentdash_fallbacks_total", own, moved, **how)

    return {
        "fires": Case(world([(30, 0), (60, 3)]), {29: set(), 45: fallback}),
        "by a gateway": Case(world([(30, 0), (60, 3)], by="gateway"), {29: set(), 45: fallback}),
        "does not": Case(world([(90, 0.5)]), {45: set()}),
        "too few": Case(world([(90, 0.1)], [(90, 0.3)]), {45: set()}),
        "no data": Case(World(), {45: set()}),
        "born": Case(world([(60, 3)], born=30), {29: set(), 45: fallback}),
        "reset": Case(world([(90, 0.2)], reset=40), {m: set() for m in (39, 41, 50)}),
        "recovers": Case(world([(20, 3), (70, 0)]), {20: fallback, 50: set()}),
    }


def _stall() -> dict[str, Case]:
    stall = {"AgentStepStalled"}

    def world(fast: Course, slow: Course, **how: int) -> World:
        def added(factor: float) -> Course:
            return [(length, a + factor * b) for (length, a), (_, b) in zip(fast, slow, strict=True)]
        none = [(length, 0.0) for length, _ in fast]
        spread = {"0.16": none, "0.32": fast, "2.56": fast, "7.24": fast, "10.24": added(1), "20.48": added(1), "+Inf": added(1)}
        return World().histogram(TOOLS, {"gen_ai_tool_name": "search", "error": "false"}, spread, **how)

    quick = [(30, 2.0), (30, 1.0)]
    return {
        "fires": Case(world(quick, [(30, 0), (30, 1)]), {29: set(), 45: stall}),
        "does not": Case(world([(60, 2)], [(60, 0.02)]), {45: set()}),
        "too few slow runs": Case(world([(60, 2)], [(60, 0.15)]), {45: set()}),
        "always slow": Case(world([(60, 0)], [(60, 1)]), {45: set()}),
        "no data": Case(World(), {45: set()}),
        "born": Case(world([(20, 2), (20, 1)], [(20, 0), (20, 1)], born=20), {39: set(), 50: stall}),
        "reset": Case(world([(60, 2)], [(60, 0.02)], reset=30), {m: set() for m in (29, 31, 40)}),
        "recovers": Case(world([(30, 2), (60, 2)], [(30, 1), (60, 0)]), {29: stall, 60: set()}),
        "slower than yesterday": Case(world([(DAY, 2), (60, 0)], [(DAY, 0), (60, 2)]), {DAY - 5: set(), DAY + 20: stall}, long=True),
        "slow yesterday too": Case(world([(DAY + 60, 1)], [(DAY + 60, 1)]), {DAY + 20: set()}, long=True),
    }


def _cache() -> dict[str, Case]:
    drop = {"AgentCacheHitDrop"}

    def world(sent: Course, read: Course, **how: int) -> World:
        return World().tokens("input", sent, **how).tokens("cache_read", read, **how)

    usual = [(DAY + 120, 10_000.0)]
    return {
        "fires": Case(world(usual, [(DAY, 6000), (120, 500)]), {DAY - 5: set(), DAY + 60: drop}, long=True),
        "does not": Case(world(usual, [(DAY, 6000), (120, 4000)]), {DAY + 60: set()}, long=True),
        "never cached": Case(world(usual, [(DAY, 500), (120, 0)]), {DAY + 60: set()}, long=True),
        "too few tokens": Case(world([(DAY + 120, 100)], [(DAY, 60), (120, 0)]), {DAY + 60: set()}, long=True),
        "no data": Case(World(), {60: set()}),
        "born": Case(world([(120, 10_000)], [(120, 0)], born=30), {90: set()}),
        "reset": Case(world(usual, [(DAY + 120, 6000)], reset=DAY + 40), {m: set() for m in (DAY + 39, DAY + 41, DAY + 60)}, long=True),
        "recovers": Case(world(usual, [(DAY, 6000), (60, 500), (60, 6000)]), {DAY + 59: drop, DAY + 100: set()}, long=True),
    }


def _unpriced() -> dict[str, Case]:
    unpriced = {"AgentUnpricedTokens"}
    own = {"gen_ai_response_model": "our-secret-model", "gen_ai_request_model": "our-secret-model"}

    def world(known: Course, unknown: Course, **how: int) -> World:
        found = World().tokens("input", known).tokens("output", known)
        return found.tokens("input", unknown, own, **how).tokens("output", unknown, own, **how)

    return {
        "fires": Case(world([(150, 1000)], [(150, 100)]), {10: set(), 60: unpriced}),
        "does not": Case(world([(150, 1000)], [(150, 1)]), {60: set()}),
        "too few tokens": Case(world([(150, 1)], [(150, 1)]), {60: set()}),
        "no data": Case(World(), {60: set()}),
        "born": Case(world([(150, 1000)], [(90, 100)], born=60), {59: set(), 100: unpriced}),
        "reset": Case(World().tokens("input", [(150, 1000)], reset=60).tokens("output", [(150, 1000)], reset=60), {m: set() for m in (59, 61, 90)}),
        "recovers": Case(world([(150, 1000)], [(30, 100), (120, 0)]), {59: unpriced, 110: set()}),
    }


def _lost() -> dict[str, Case]:
    lost = {"AgentTelemetryLost"}

    def world(taken: Course, failed: Course, **how: int) -> World:
        found = World()
        found.series['otelcol_receiver_accepted_spans_total{receiver="otlp"}'] = _text(taken)
        found.series['otelcol_exporter_send_failed_spans_total{exporter="otlp_http/agentdash_traces"}'] = _text(failed, **how)
        return found

    silent = World()
    silent.series['otelcol_receiver_accepted_spans_total{receiver="otlp"}'] = _text([(30, 100)]) + " stale _x80"
    back = World()
    back.series['otelcol_receiver_accepted_spans_total{receiver="otlp"}'] = _text([(30, 100)]) + " stale _x30 0+100x40"
    return {
        "fires": Case(world([(60, 100)], [(60, 5)]), {20: lost}),
        "does not": Case(world([(60, 100)], [(60, 0.5)]), {40: set()}),
        "nothing to do": Case(world([(60, 0)], [(60, 0)]), {40: set()}),
        "no data": Case(World(), {40: set()}),
        "born": Case(world([(90, 100)], [(60, 5)], born=30), {29: set(), 45: lost}),
        "reset": Case(world([(60, 100)], [(60, 0)], reset=30), {m: set() for m in (29, 31, 40)}),
        "recovers": Case(world([(90, 100)], [(20, 5), (70, 0)]), {20: lost, 50: set()}),
        "the Collector is gone": Case(silent, {29: set(), 50: lost, 100: lost}),
        "and comes back": Case(back, {58: lost, 80: set()}),
    }


def _text(course: Course, **how: int) -> str:
    from tests.alerts.worlds import values

    return values(course, **how)


def _budget() -> dict[str, Case]:
    # 720 USD a month is a dollar an hour; gpt-4o costs 2.5 and 10 USD per million tokens.
    fast, slow = {"AgentBudgetBurnFast"}, {"AgentBudgetBurnSlow"}
    dollar = 1e6 / 2.5 / 60

    def world(course: Course, **how: int) -> World:
        return World().tokens("input", [(length, hourly * dollar) for length, hourly in course], **how)

    return {
        "fires": Case(world([(100, 20)]), {70: fast}),
        "slowly": Case(world([(500, 8)]), {420: slow}),
        "does not": Case(world([(500, 4)]), {420: set()}),
        "no data": Case(World(), {70: set()}),
        "born": Case(world([(100, 20)], born=60), {59: set(), 130: fast}),
        "reset": Case(world([(120, 1)], reset=60), {m: set() for m in (59, 61, 70)}),
        "recovers": Case(world([(70, 20), (100, 0)]), {69: fast, 150: set()}),
    }


_EDITS, _ACTIVE, _LOGGED, _LOST_CALLS = (f"agentdash_coding_{name}" for name in ("edits_total", "active_seconds_total", "calls_seconds_count", "failed_calls_total"))
_PERSON = {"decided_by": "person", "gen_ai_tool_name": "Edit"}


def _coding_cost() -> dict[str, Case]:
    dear = {"AgentCodingCost"}

    def world(dollars: Course, active: Course, **how: int) -> World:
        return World().counter("claude_code_cost_usage_USD_total", {"model": "opus"}, dollars, **how).counter(_ACTIVE, {"worker": "cli"}, active, **how)

    # Half of each minute is active: 0.5 dollars a minute are 60 an active hour.
    return {
        "fires": Case(world([(400, 0.5)], [(400, 30)]), {380: dear}),
        "does not": Case(world([(400, 0.2)], [(400, 30)]), {380: set()}),
        "little active time": Case(world([(400, 0.05)], [(400, 3)]), {380: set()}),
        "no data": Case(World(), {380: set()}),
        "born": Case(world([(300, 0.5)], [(300, 30)], born=100), {99: set(), 380: dear}),
        "reset": Case(world([(400, 0.2)], [(400, 30)], reset=200), {m: set() for m in (199, 201, 380)}),
        "recovers": Case(world([(400, 0.5), (400, 0.1)], [(800, 30)]), {380: dear, 780: set()}),
    }


def _edit_rejections() -> dict[str, Case]:
    rejected = {"AgentEditsRejected"}

    def world(accepts: Course, rejects: Course, **how: int) -> World:
        return World().counter(_EDITS, {**_PERSON, "outcome": "accept"}, accepts, **how).counter(_EDITS, {**_PERSON, "outcome": "reject"}, rejects, **how)

    cases = {
        "fires": Case(world([(500, 0.4)], [(500, 0.6)]), {350: rejected}),
        "does not": Case(world([(500, 0.8)], [(500, 0.2)]), {400: set()}),
        "as always": Case(world([(DAY, 0.4)], [(DAY, 0.6)]), {DAY - 10: set()}),
        "more than before": Case(world([(DAY, 0.9), (340, 0.4)], [(DAY, 0.1), (340, 0.6)]), {DAY - 10: set(), DAY + 330: rejected}),
        "few edits": Case(world([(500, 0.01)], [(500, 0.02)]), {400: set()}),
        "settings decide": Case(World().counter(_EDITS, {"decided_by": "settings", "gen_ai_tool_name": "Edit", "outcome": "reject"}, [(500, 1)]), {400: set()}),
        "no data": Case(World(), {400: set()}),
        "born": Case(world([(400, 0.4)], [(400, 0.6)], born=100), {99: set(), 450: rejected}),
        "reset": Case(world([(500, 0.8)], [(500, 0.2)], reset=200), {m: set() for m in (199, 201, 400)}),
        "recovers": Case(world([(400, 0.4), (500, 0.9)], [(400, 0.6), (500, 0.1)]), {350: rejected, 890: set()}),
    }
    # The alert looks every five minutes, and a day back.
    return {name: replace(case, long=True) for name, case in cases.items()}


def _coding_errors() -> dict[str, Case]:
    fails = {"AgentCodingErrors"}

    def world(calls: Course, failed: Course, **how: int) -> World:
        return World().counter(_LOGGED, {**MODEL, **OK}, calls, **how).counter(_LOST_CALLS, {**MODEL, "error_type": "rate_limit"}, failed, **how)

    return {
        "fires": Case(world([(90, 8)], [(90, 2)]), {40: fails}),
        "does not": Case(world([(90, 10)], [(90, 0.5)]), {40: set()}),
        "few calls": Case(world([(90, 0.5)], [(90, 0.2)]), {40: set()}),
        "no data": Case(World(), {40: set()}),
        "born": Case(world([(60, 8)], [(60, 2)], born=30), {29: set(), 60: fails}),
        "reset": Case(world([(90, 10)], [(90, 0.2)], reset=40), {m: set() for m in (38, 41, 60)}),
        "recovers": Case(world([(90, 8)], [(40, 2), (50, 0)]), {39: fails, 80: set()}),
    }


def _burning_session() -> dict[str, Case]:
    burns, metric = {"AgentSessionBurns"}, "agentdash_coding_burning_sessions_total"
    return {
        "fires": Case(World().counter(metric, {}, [(10, 0), (1, 1), (200, 0)]), {9: set(), 20: burns}),
        "does not": Case(World().counter(metric, {}, [(200, 0)]), {20: set()}),
        "no data": Case(World(), {20: set()}),
        "born": Case(World().counter(metric, {}, [(1, 1), (200, 0)], born=30), {29: set(), 40: burns}),
        # Another life of the Collector is another series; inside one nothing is set back.
        "reset": Case(World().counter(metric, {}, [(200, 0)], reset=40), {m: set() for m in (39, 41, 60)}),
        "recovers": Case(World().counter(metric, {}, [(10, 0), (1, 1), (200, 0)]), {20: burns, 100: set()}),
    }


CASES: dict[str, dict[str, Case]] = {
    "budget": _budget(), "error_spike": _error_spike(), "rate_limited": _rate_limited(), "latency": _latency(), "loop": _loop(),
    "fallback": _fallback(), "stall": _stall(), "cache": _cache(), "unpriced": _unpriced(), "telemetry_loss": _lost(),
    "coding_cost": _coding_cost(), "edit_rejections": _edit_rejections(), "coding_errors": _coding_errors(), "burning_session": _burning_session(),
}
REQUIRED = {"fires", "does not", "no data", "born", "reset", "recovers"}
