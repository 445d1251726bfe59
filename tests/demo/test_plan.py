"""What a demo plans, without sending it."""

from __future__ import annotations

from collections import Counter

import pytest

from agentdash.demo import dialects
from agentdash.demo.company import SERVICES
from agentdash.demo.plan import pace
from agentdash.demo.play import Demo, told
from agentdash.demo.stories import BEGINS, STORIES
from agentdash.demo.work import Call, Run, ToolRun


def _calls(runs):
    return [step for run in runs for step in run.steps if isinstance(step, Call)]


def test_the_same_seed_is_the_same_day_and_another_one_is_not():
    assert list(Demo(7, 3, 60).runs()) == list(Demo(7, 3, 60).runs())
    assert list(Demo(7, 3, 60).runs()) != list(Demo(8, 3, 60).runs())


def test_the_rate_is_what_was_asked_for_and_everything_ends_in_time():
    runs = list(Demo(1, 30, 90).runs())
    assert len(_calls(runs)) == pytest.approx(30 * 90, rel=0.02)
    assert max(run.end for run in runs) <= 30 * 60
    assert [run.begin for run in runs] == sorted(run.begin for run in runs)


def test_a_day_has_nights_and_is_an_hour_at_most():
    assert sum(pace(second, 600) for second in range(600)) == pytest.approx(600, rel=0.001)
    assert pace(100, 600) < 0.3 < 1.5 < pace(375, 600)
    assert pace(3600 + 375 * 6, 7200) == pytest.approx(pace(375 * 6, 7200))


def test_everybody_works_for_all_tenants_everywhere():
    runs = list(Demo(1, 10, 60).runs())
    assert {run.service for run in runs} == {service.name for service in SERVICES}
    assert {(run.environment, run.tenant) for run in runs} == {(one, two) for one in ("prod", "staging") for two in ("acme", "globex")}
    assert all(run.service.startswith("demo-") for run in runs)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("story", STORIES)
def test_a_story_happens_even_in_two_minutes_and_not_before_its_time(story, seed):
    usual, unusual = (list(Demo(seed, 2, 120, stories).runs()) for stories in ((), (story,)))
    early = [run for run in usual if run.begin < 120 * BEGINS]
    assert unusual[:len(early)] == early
    late = unusual[len(early):]
    happened = {
        "loop": lambda run: Counter(step.asked for step in run.steps if isinstance(step, Call)).most_common(1)[0][1] > 20,
        "fallback": lambda run: len({step.asked for step in run.steps if isinstance(step, Call)}) > 1,
        "stall": lambda run: any(isinstance(step, ToolRun) and step.seconds >= 8 for step in run.steps),
    }[story]
    assert any(map(happened, late))
    assert not any(map(happened, usual))


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.dialect)
def test_each_thing_that_happened_has_one_span_that_is_its_record(service):
    for run in Demo(3, 10, 120, tuple(STORIES)).runs():
        if run.service == service.name:
            facts = [span.fact for _, span in told(run) if span.fact is not None]
            assert Counter(map(id, facts)) == Counter(map(id, (run, *run.steps)))
            spans = [span for _, span in told(run)]
            assert all(run.begin <= span.begin <= span.end <= run.end for span in spans)
            top = next(span for span in spans if isinstance(span.fact, Run))
            assert all(span.parent is (None if span is top else top) for span in spans)


def test_every_service_has_a_dialect():
    assert {service.dialect for service in SERVICES} == set(dialects.SPANS) == set(dialects.SDKS)
