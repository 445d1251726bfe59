"""Guides are what was measured: packages, versions and lines of code are those of the recorded programs."""

from __future__ import annotations

import json
import re
import tarfile

import pytest

from agentdash.cli import run
from agentdash.instrument import GUIDES, find, markdown
from agentdash.instrument.page import truth
from agentdash.settings import Settings
from tests.telemetry import recordings

POST = ("claude-agent-sdk", "anthropic", "langchain", "openai-agents", "copilot-sdk", "haystack", "llamaindex", "crewai")


def measured(recording: str) -> tuple[str, str]:
    """The program and the versions of a recording."""
    found = {"program": "", "versions": ""}
    with tarfile.open(recordings.FOLDER / f"{recording}.tar.xz") as archive:
        for member in archive:
            name = member.name.rpartition("/")[2]
            if name.startswith(("program.", "proxy", "versions")):
                found["versions" if name.startswith("versions") else "program"] += archive.extractfile(member).read().decode()
    return found["program"], found["versions"]


def told(capsys, *words, code=0):
    assert run(["instrument", *words]) == code
    return capsys.readouterr()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda one: one.key)
def test_a_guide_says_what_was_measured(guide):
    program, versions = measured(guide.recording)
    plain = program.replace('"', "'").replace(" as I", "").replace("tracer_provider=tp", "tracer_provider=provider")
    for line in guide.measured:
        if not line.startswith("#"):
            # What is bound to a name there is called by it here.
            wanted = line.replace('"', "'").replace("GoogleGenAiSdkInstrumentor().instrument", "I().instrument").replace("{service}", "").split("application_name")[0]
            wanted = wanted.replace("from pydantic_ai import Agent", "from pydantic_ai import")
            assert wanted in plain, line
    for package in guide.packages:
        name, _, version = re.sub(r"(?<=\w) (?=\d)", "==", package).partition("==")
        assert version, package
        assert version in versions, package
        # Those that a lock file lists are there by their own name.
        assert name not in versions or re.search(rf"{re.escape(name)}[^\n]{{1,20}}{re.escape(version)}", versions), package


def test_the_frameworks_of_the_post_and_all_recordings_have_a_guide():
    assert {one.key for one in GUIDES} >= set(POST)
    covered = {one.recording for one in GUIDES} | {name for one in GUIDES for name, _ in one.other_recordings}
    assert covered == {name for name in recordings.names() if not name.startswith("story_")}
    assert len({one.key for one in GUIDES}) == len(GUIDES)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda one: one.key)
def test_a_page_is_ready_to_paste(guide):
    page = markdown(guide, Settings(), "support-bot", "http://otel.internal:4318")
    assert "http://otel.internal:4318" in page
    assert "support-bot" in page
    assert "{endpoint}" not in page
    assert "{service}" not in page
    assert "tenant.id" in page
    assert "## What will be true" in page
    assert 'service_name="support-bot"' in page
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        compile(block, guide.key, "exec")
    for name in truth()[guide.recording]["gaps"]:
        assert name["why"] in page


@pytest.mark.parametrize(("asked", "key"), [
    ("LangGraph", "langchain"), ("llama_index", "llamaindex"), ("Claude-Code", "claude-agent-sdk"), ("OpenAI Agents SDK", "openai-agents"), ("copilot", "copilot-sdk"),
    ("Crew AI", "crewai"), ("github copilot sdk", "copilot-sdk"),
])
def test_people_call_them_otherwise(asked, key):
    assert find(asked).key == key


@pytest.mark.parametrize(("words", "line"), [
    (("langchian",), 'no guide for "langchian"; did you mean "langchain"?'),
    (("langchain", "--check"), "Option '--check' requires an argument; see `agentdash instrument --help`"),
    (("xyzzy",), 'no guide for "xyzzy"; there are agno, '),
    (("openai", "--endpoint", "otel:4318"), '--endpoint: "otel:4318" is not a URL; write e.g. http://localhost:4318'),
    (("--check", "bot", "--wait", "soon"), '--wait: "soon" is not a duration; write e.g. 2m'),
    (("--check", "bot", "--url", "http://127.0.0.1:1"), "http://127.0.0.1:1/api/v1/query: no answer (nobody listens there); start it, or say where Prometheus answers: --url"),
])
def test_bad_input_is_one_line(capsys, words, line):
    said = told(capsys, *words, code=2)
    assert said.out == ""
    assert said.err.startswith(f"agentdash: {line}")
    assert said.err.count("\n") == 1


def test_the_collectors_address_is_the_settings(capsys, tmp_path):
    settings = tmp_path / "agentdash.yaml"
    settings.write_text("collector: {http: '0.0.0.0:14318'}\n")
    assert 'OTEL_EXPORTER_OTLP_ENDPOINT="http://localhost:14318"' in told(capsys, "openai", "-c", str(settings)).out
    assert json.loads(told(capsys, "openai", "-c", str(settings), "--json").out)["key"] == "openai"
    assert "openai-agents" in told(capsys).out
