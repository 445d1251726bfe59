"""What a recording's program really did, and what of it the client can know. See tests/telemetry/README.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.telemetry import recordings
from tests.telemetry.recordings import Recording

KINDS = {"http_400": "invalid_request", "http_429": "rate_limit", "http_500": "server_error", "http_503": "overloaded",
         "http_529": "overloaded", "timeout": "timeout"}
"""How the model API failed, as agentdash names it."""
_REBUILT = 1795700000.0
"""When the imitation of the model APIs was rebuilt, Unix seconds."""
_PACES = ({"text": 0.09, "tool": 0.34, "whole tool": 0.78}, {"text": 0.26, "tool": 0.41, "whole tool": 0.41})
"""Before and after: how much of the time between first byte and last has passed at the first text, at the first arguments of a tool call, and
where chat completions have a tool call whole, which is when Strands hands it on. Seen in clients that tell when content came: AI SDK, Pydantic
AI, the Anthropic SDK, LlamaIndex, Strands; each within 0.03."""
TOKENS = {"input": "input", "cache_read": "cached_read", "cache_write": "cache_write", "output": "output", "reasoning": "reasoning"}


@dataclass(frozen=True)
class Truth:
    """One recording's requests as the model API served them, and its runs as the program saw them."""

    name: str
    services: list[str]
    served: tuple[dict[str, Any], ...]
    totals: dict[str, Any]

    @property
    def answered(self) -> list[dict[str, Any]]:
        """The requests that succeeded."""
        return [one for one in self.served if one["error"] is None]

    @property
    def told(self) -> list[dict[str, Any]]:
        """Those whose usage was sent to the client: OpenAI streams without ``include_usage`` tell nothing."""
        return [one for one in self.answered if one["usage_sent"]]

    @property
    def errors_by_kind(self) -> dict[str, float]:
        """Failures, in agentdash's words."""
        return dict(Counter(KINDS[one["error"]] for one in self.served if one["error"]))

    def tokens(self, kind: str) -> int:
        """Tokens of a type that the client can know."""
        return sum(one["usage"][TOKENS[kind]] for one in self.told)

    def tokens_by_model(self, kind: str) -> dict[str, float]:
        """Tokens that the client can know, by the model that was asked for."""
        found: Counter[str] = Counter()
        for one in self.told:
            found[one["price_model"]] += one["usage"][TOKENS[kind]]
        return {model: tokens for model, tokens in found.items() if tokens}

    def cost_by_model(self) -> dict[str, float]:
        """USD for what the client can know, at the prices that the recording was billed with, by the model asked for."""
        prices = self.totals["prices_usd_per_million_tokens"]
        found: Counter[str] = Counter()
        for one in self.told:
            price, usage = prices[one["price_model"]], one["usage"]
            found[one["price_model"]] += (
                usage["input_uncached"] * price["input"] + usage["cached_read"] * price.get("cache_read", price["input"])
                + usage["cache_write"] * price.get("cache_write", price["input"]) + usage["output"] * price["output"]) / 1e6
        return {model: cost for model, cost in found.items() if cost}

    def cost(self) -> float:
        """USD for what the client can know."""
        return sum(self.cost_by_model().values())

    def model(self, name: str) -> str:
        """The asked-for name of a model that answered under its dated one."""
        known = {one[key]: one["price_model"] for one in self.answered for key in ("served_model", "requested_model")}
        # Bedrock's names are told with and without region and vendor.
        known |= {model.rpartition("anthropic.")[2].removeprefix("amazon."): price for model, price in known.items()}
        return known.get(name, name)

    def latencies(self, which: Callable[[dict[str, Any]], bool] = lambda one: True) -> list[float]:
        """Seconds of the successful calls, sorted."""
        return sorted(one["latency_s"] for one in self.answered if which(one))

    @property
    def streams(self) -> list[dict[str, Any]]:
        """The successful requests that were streamed."""
        return [one for one in self.answered if one["ttft_s"] is not None]

    def first_bytes(self) -> list[float]:
        """Seconds to the first byte of successful streams, sorted: the earliest that can be called a first token."""
        return sorted(one["ttft_s"] for one in self.streams)

    def first_contents(self) -> list[float]:
        """Seconds to the first text or the first arguments of a tool call that the client can see, sorted: the latest."""
        pace = _PACES[self.totals["window"]["first_request_t"] > _REBUILT]
        return sorted(one["ttft_s"] + (one["latency_s"] - one["ttft_s"]) * pace[_content(one)] for one in self.streams)


def _content(one: dict[str, Any]) -> str:
    if not str(one.get("answer")).startswith("tool:"):
        return "text"
    return "whole tool" if one["path"].endswith("/chat/completions") else "tool"


def of(recording: Recording) -> Truth:
    """The truth of a recording."""
    return Truth(recording.name, list(recording.services), recording.served, recording.truth)


def truth(name: str) -> Truth:
    """The truth of a packed recording."""
    return of(recordings.load(name))


def percentile(sorted_values: Sequence[float], q: float) -> float:
    """With linear interpolation, as the recordings' own summaries."""
    place = min(max(q, 0), 1) * (len(sorted_values) - 1)
    low = int(place)
    high = min(low + 1, len(sorted_values) - 1)
    return sorted_values[low] + (sorted_values[high] - sorted_values[low]) * (place - low)


def corridor(sorted_values: Sequence[float], q: float, latest: Sequence[float] | None = None) -> tuple[float, float]:
    """15 % around the truth, one percentile point around; of fewer than a hundred calls, one call around.

    Where what is true is a matter of reading, ``latest`` are the values of the latest one, and ``sorted_values`` of the earliest.
    """
    step = max(0.01, 1 / len(sorted_values))
    return percentile(sorted_values, q - step) * 0.85, percentile(latest or sorted_values, q + step) * 1.15
