"""Which models were called, asked of Prometheus, and whether they have a price."""

from __future__ import annotations

import base64
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agentdash.errors import AgentdashError, UserError
from agentdash.pricing import queries
from agentdash.pricing.inline import MODEL, PROVIDER
from agentdash.pricing.price import Price
from agentdash.pricing.resolve import Prices
from agentdash.pricing.table import lookup
from agentdash.query import promql
from agentdash.vocabulary.tokens import INPUT, OUTPUT

if TYPE_CHECKING:
    from agentdash.settings import Settings

_SECONDS = 30
_METRICS = (INPUT.metric, OUTPUT.metric)


@dataclass(frozen=True)
class CalledModel:
    """A model at a provider, its tokens, its price, which rule gave it, and what is wrong, if anything."""

    model: str
    provider: str
    tokens: float
    price: Price | None = None
    won: str = ""
    problem: str = ""

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        price = None if self.price is None else {"input": self.price.input, "output": self.price.output, "cache_read": self.price.cached,
                                                 "cache_write": self.price.written}
        return {"model": self.model, "provider": self.provider, "tokens": self.tokens, "price": price, "won": self.won, "problem": self.problem}


def judged(prices: Prices, settings: Settings, found: Iterable[CalledModel]) -> list[CalledModel]:
    """Each model with its price, those with a problem first, then the most used ones."""
    from datetime import date

    table = queries(prices, settings).table if settings.pricing.mode == "inline" else None
    done = []
    for one in found:
        answer = prices.answer(one.model, one.provider, at=date.today())
        problem = ""
        if answer.price is None:
            problem = f"no price: {answer.steps[-1]}"
        elif table is not None and not lookup(table, one.model, one.provider):
            problem = f"not in the queries: name {one.model} in pricing.queries.models ({answer.won})"
        done.append(CalledModel(one.model, one.provider, one.tokens, answer.price, answer.won, problem))
    return sorted(done, key=lambda one: (not one.problem, -one.tokens, one.model, one.provider))


def asked(settings: Settings, url: str | None, since: str) -> list[CalledModel]:
    """The models with tokens in the time until now. Raises AgentdashError when Prometheus does not answer."""
    by = (MODEL, PROVIDER)
    grown = promql.union({str(number): promql.growth(metric, (), since, by) for number, metric in enumerate(_METRICS)}, "t")
    rows = _ask(settings, url, f"{promql.aggregate('sum', grown, by)} > 0")
    return [CalledModel(row["metric"].get(MODEL, ""), row["metric"].get(PROVIDER, ""), float(row["value"][1])) for row in rows]


def _ask(settings: Settings, url: str | None, query: str) -> list[dict[str, Any]]:
    source = settings.datasources.prometheus
    base = (url or source.url).rstrip("/")
    if not re.match(r"https?://", base):
        raise UserError(f'--url: "{base}" is not a URL; write e.g. http://localhost:9090')
    headers = {name: _resolved(value) for name, value in source.headers}
    if source.basic_auth_user:
        word = f"{source.basic_auth_user}:{_resolved(source.basic_auth_password)}"
        headers["Authorization"] = "Basic " + base64.b64encode(word.encode()).decode()
    request = urllib.request.Request(f"{base}/api/v1/query", urllib.parse.urlencode({"query": query}).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            found: list[dict[str, Any]] = json.load(answer)["data"]["result"]
            return found
    except urllib.error.HTTPError as error:
        raise AgentdashError(f"{base}: HTTP {error.code}; check the URL, user and password of datasources.prometheus") from None
    except (urllib.error.URLError, TimeoutError) as error:
        raise AgentdashError(f"{base}: no answer ({getattr(error, 'reason', error)}); write --url where Prometheus answers") from None
    except (ValueError, KeyError, TypeError):
        raise AgentdashError(f"{base}: the answer is not Prometheus'; write --url where its API begins") from None


def _resolved(value: str) -> str:
    def one(found: re.Match[str]) -> str:
        if found[1] not in os.environ:
            raise UserError(f"the environment variable {found[1]} is not set; export it, or leave the user out of datasources.prometheus")
        return os.environ[found[1]]

    return re.sub(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", one, value)
