"""One call, several spans: counted once, whichever of them a program has."""

from __future__ import annotations

import pytest

from tests.truth.doubled import VARIANTS
from tests.truth.truth import TOKENS, truth

# OpenLLMetry's LangChain spans say 0 where the provider wrote to its cache; the Anthropic SDK's own spans know better.
_UNTOLD = {("langchain_traceloop/instrumentation", "cache_write")}


@pytest.mark.parametrize("service", VARIANTS)
def test_each_call_is_counted_once(replayed, measured, service):
    true = truth(service.split("/")[0])
    assert measured.total("calls", service) == len(true.served)
    assert measured.total("errors", service) == len(true.served) - len(true.answered)
    for kind in TOKENS:
        if (service, kind) in _UNTOLD:
            continue
        assert measured.total(f"{kind}_tokens", service) == pytest.approx(true.tokens(kind), rel=0.01), kind


def test_a_call_is_its_client_s_where_a_gateway_tells_of_it_too(replayed, measured):
    true = truth("litellm_proxy_gateway")
    client, gateway = true.services
    assert measured.total("calls", client) == len(true.served)
    assert measured.total("input_tokens", client) == pytest.approx(true.tokens("input"), rel=0.01)
    assert measured.total("calls", gateway) == 0
    assert 0 < measured.total("carried_calls", gateway) <= len(true.served)


@pytest.mark.parametrize("service", VARIANTS)
def test_runs_and_tools_are_as_in_the_whole_recording(replayed, measured, service):
    whole = service.split("/")[0]
    for signal in ("tool_runs", "tool_errors", *(() if service.endswith("no-agents") else ("agent_runs", "agent_errors"))):
        assert measured.total(signal, service) == measured.total(signal, whole), signal
