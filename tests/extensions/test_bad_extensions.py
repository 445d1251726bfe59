"""What is wrong in an extension is one line with its file and line, exit code 2, and nothing is written."""

from __future__ import annotations

import re

import pytest

from agentdash import cli

HEAD = "import agentdash as ad\nimport grafanalib.core as G\next = ad.Extension('acme')\n"
REFUNDS = "refunds = ext.signal('refunds', title='Refunds', meaning='Refunds.', sources={'own': ad.Series('acme_refunds_total')})\n"

# name -> (text of the file, the line's place, words of the line)
BROKEN: dict[str, tuple[str, str, str]] = {
    "not-python": ("import agentdash as ad\next = (\n", "acme.py:2", "invalid Python"),
    "no-such-import": ("import nothing_like_it\n", "acme.py:1", "ModuleNotFoundError: No module named 'nothing_like_it'"),
    "raises": ("import agentdash\n\n1 / 0\n", "acme.py:3", "ZeroDivisionError: division by zero; `agentdash --debug …`"),
    "exits": ("import sys\nsys.exit('enough')\n", "acme.py:2", "SystemExit: enough"),
    "no-extension": ("import agentdash\n", "agentdash.yaml: extensions[0]", 'write e.g. ext = agentdash.Extension("acme")'),
    "no-name": ("import agentdash as ad\next = ad.Extension('My Team')\n", "acme.py:2", "'My Team' is no key of an extension"),
    "our-name": ("import agentdash as ad\next = ad.Extension('agentdash')\n", "acme.py:2", "the name agentdash is taken"),
    "no-such-name": ("import agentdash as ad\next = ad.Extention('acme')\n", "acme.py:2", "has no attribute 'Extention'"),
    "signal-key": (HEAD + "ext.signal('Refunds', title='R', meaning='R', sources={})\n", "acme.py:4", "'Refunds' is no key of a signal"),
    "signal-source": (HEAD + "ext.signal('refunds', title='R', meaning='R', sources={'derivd': ad.Series('x_total')})\n", "acme.py:4", "did you mean 'derived'?"),
    "signal-series": (HEAD + "ext.signal('refunds', title='R', meaning='R', sources={'own': 'x_total'})\n", "acme.py:4", "own names no series"),
    "signal-sources": (HEAD + "ext.signal('refunds', title='R', meaning='R', sources={})\n", "acme.py:4", "no sources; write e.g."),
    "signal-labels": (HEAD + "ext.signal('refunds', title='R', meaning='R', sources={'own': ad.Series('x_total')}, labels='service_name')\n", "acme.py:4", "write ('service_name',)"),
    "signal-metric": (HEAD + "refunds = ext.signal('refunds', title='R', meaning='R', sources={'own': ad.Series('acme.refunds')})\n"
                      "@ext.section('overview')\ndef more(c):\n    return ad.draw.graph('r', 'R', c.signals.of(refunds).rate())\n", "acme.py:7", "is no plain metric name"),
    "signal-twice": (HEAD + REFUNDS + REFUNDS, "acme.py:5", "acme.py:4 has the signal refunds already"),
    "signal-argument": (HEAD + "ext.signal('refunds', title='R')\n", "acme.py:4", "TypeError: Extension.signal() missing"),
    "alert-severity": (HEAD + REFUNDS + "ext.alert('Spike', signal=refunds, above=5, severity='urgent')\n", "acme.py:5", "no severity 'urgent'"),
    "alert-window": (HEAD + REFUNDS + "ext.alert('Spike', signal=refunds, above=5, window='10 min')\n", "acme.py:5", "write e.g. 10m"),
    "alert-name": (HEAD + REFUNDS + "ext.alert('spike!', signal=refunds, above=5)\n", "acme.py:5", "write e.g. RefundSpike"),
    "alert-twice": (HEAD + REFUNDS + "for _ in range(2):\n    ext.alert('Spike', signal=refunds, above=5)\n", "acme.py:6", "has the alert Spike already"),
    "alert-of-no-signal": (HEAD + "ext.alert('Spike', signal='eror_ratio', above=5)\n", "acme.py:4", "did you mean 'error_ratio'?"),
    "alert-panel": (HEAD + REFUNDS + "ext.alert('Spike', signal=refunds, above=5, panel='overview/cals')\n", "acme.py:5", "did you mean 'calls'?"),
    "stage-type": (HEAD + "ext.stage('bundle', {}, does='Bundles.', without='Nothing.', type='batch')\n", "acme.py:4", "no type of processor 'batch'; there are transform, filter"),
    "dashboard-raises-only": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    raise ValueError('no queue')\n", "acme.py:6", "ValueError: no queue"),
    "dashboard-none": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    pass\n", "acme.py:4", "support returns None; return a list of sections"),
    "dashboard-returns-none": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return {}.get(1)\n", "acme.py:4", "the function returned None; return sections"),
    "dashboard-raises": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return c.signals.nothing\n", "acme.py:6", "AttributeError"),
    "dashboard-number": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return [3]\n", "acme.py:4", "int is no panel"),
    "dashboard-mixture": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return [ad.Section([]), ad.panels.total_cost(c)]\n", "acme.py:4", "stands among sections"),
    "dashboard-key": (HEAD + "@ext.dashboard('../support', title='S')\ndef support(c):\n    return []\n", "acme.py:4", "is no key of a dashboard"),
    "dashboard-uid": (HEAD + "@ext.dashboard('a234567890123456789012345678901234567890', title='S')\ndef support(c):\n    return []\n", "acme.py:4", "write a shorter key"),
    "dashboard-no-such-panel": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return [ad.panels.eror_rate(c)]\n", "acme.py:6", "has no attribute 'eror_rate'"),
    "dashboard-link": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return c.to('trace', 'x')\n", "acme.py:6", "did you mean 'traces'?"),
    "panels-of-one-key": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return [G.TimeSeries(title='Queue', targets=[]), G.Stat(title='Queue', targets=[])]\n",
                          "acme.py:4", "two panels have the key 'acme-queue'"),
    "panel-without-title": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return [G.TimeSeries(title='', targets=[])]\n", "acme.py:4", "without a title"),
    "panel-none": (HEAD + "@ext.panel\ndef queue(c):\n    ad.draw.graph('queue', 'Queue', c.signals.calls.rate())\n", "acme.py:4", "queue returns None; return a panel"),
    "panel-that-grafanalib-refuses": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return [G.TimeSeries(title='Q', targets=[3], thresholds=object(), links=[type('L', (), {'to_json_data': lambda self: 1 / 0})()])]\n",
                                      "acme.py:6", "ZeroDivisionError"),
    "row": (HEAD + "@ext.dashboard('support', title='S')\ndef support(c):\n    return [G.RowPanel(title='Queue')]\n", "acme.py:4", "write agentdash.Section([...], 'Queue')"),
    "section-of-our-name": (HEAD + "@ext.section('overview')\ndef more(c):\n    return ad.Section([ad.panels.cost_by_service(c)], 'Models')\n", "acme.py:4",
                            "the dashboard overview has a section 'Models' already"),
    "sections-of-one-name": (HEAD + "@ext.dashboard('s', title='S')\ndef s(c):\n    return [ad.Section([ad.panels.total_cost(c)], 'A'), ad.Section([ad.panels.total_calls(c)], 'A')]\n",
                             "acme.py:4", "two sections are called 'A'"),
    "section-nowhere": (HEAD + "@ext.section('overveiw')\ndef more(c):\n    return [ad.panels.total_cost(c)]\n", "acme.py:4", "did you mean 'overview'?"),
    "section-after": (HEAD + "@ext.section('overview', after='Modles')\ndef more(c):\n    return [ad.panels.latency_by_model(c)]\n", "acme.py:4", "did you mean 'Models'?"),
    "section-with-our-panel": (HEAD + "@ext.section('overview')\ndef more(c):\n    return [ad.panels.error_rate(c)]\n", "acme.py:4", "the dashboard overview has a panel 'error-ratio' already"),
    "stage-key": (HEAD + "ext.stage('No Health', {}, does='x', without='y')\n", "acme.py:4", "is no key of a stage"),
    "defaults-wrong": (HEAD + "ext.defaults({'grafana': {'foldr': 'x'}})\n", "acme.py:4: grafana.foldr", 'did you mean "folder"?'),
    "defaults-missing": (HEAD + "from pathlib import Path\next.defaults(Path('nowhere.yaml'))\n", "acme.py:5", "nowhere.yaml: no such file"),
    "defaults-name-extensions": (HEAD + "ext.defaults({'extensions': ['./more.py']})\n", "acme.py:4", "name extensions"),
}


def said(tmp_path, monkeypatch, capsys, settings: str = "extensions: [./acme.py]\n") -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agentdash.yaml").write_text(settings)
    assert cli.run(["build", "-o", "out"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob("__pycache__"))
    [line] = shown.err.splitlines()
    return line


@pytest.mark.parametrize("name", BROKEN)
def test_broken(name, tmp_path, monkeypatch, capsys):
    text, place, words = BROKEN[name]
    (tmp_path / "acme.py").write_text(text)
    line = said(tmp_path, monkeypatch, capsys)
    assert line.startswith(f"agentdash: {place}")
    assert line.count(f"{place}: ") <= 1
    assert words in line


@pytest.mark.parametrize("settings, words", [
    ("extensions: [./acme_dsh.py]\n", 'extensions[0]: no file "./acme_dsh.py"; did you mean "acme_dash.py"?'),
    ("extensions: [acme_agentdsh]\n", 'extensions[0]: no module "acme_agentdsh" is installed; install it, or write the path of a file, e.g. ./acme_agentdsh.py'),
    ("extensions: [./]\n", 'extensions[0]: no file "./"'),
    ("extensions: ./acme_dash.py\n", 'extensions: "./acme_dash.py" is not a list; write e.g. ["./acme_dash.py"'),
    ("extensions: [1]\n", "extensions[0]: 1 is not text"),
    ("extensions: [./acme_dash.py, ./acme_dash.py]\n", 'extensions[1]: "./acme_dash.py" stands here twice'),
    ("extensions: [./acme_dash.py, ./other.py]\n", "other.py:2: acme_dash.py:2 is called acme too"),
    ("dashboards: [support]\nextensions: [./acme_dash.py]\n", 'dashboards[0]: "support" is not known'),
])
def test_names_in_the_settings(settings, words, tmp_path, monkeypatch, capsys):
    for name in ("acme_dash.py", "other.py"):
        (tmp_path / name).write_text("import agentdash as ad\next = ad.Extension('acme')\n")
    assert words in said(tmp_path, monkeypatch, capsys, settings)


def test_a_traceback_is_shown_when_it_is_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AGENTDASH_DEBUG", "")
    (tmp_path / "agentdash.yaml").write_text("extensions: [./acme.py]\n")
    (tmp_path / "acme.py").write_text("def deep():\n    return 1 / 0\n\n\ndeep()\n")
    assert cli.run(["--debug", "build", "-o", "out"]) == 2
    shown = capsys.readouterr().err
    assert re.search(r'Traceback(?s:.*)acme.py", line 2, in deep(?s:.*)ZeroDivisionError', shown)
    assert shown.splitlines()[-1].startswith("agentdash: acme.py:2: ZeroDivisionError")


def test_settings_with_extensions_are_never_built_without_them(tmp_path, monkeypatch):
    from agentdash.build import artifacts
    from agentdash.settings import load

    monkeypatch.chdir(tmp_path)
    (tmp_path / "agentdash.yaml").write_text("extensions: [./acme.py]\n")
    with pytest.raises(RuntimeError, match=r"read them with agentdash\.extensions\.load"):
        artifacts(load())
