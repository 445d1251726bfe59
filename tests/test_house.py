"""The house: rooms use only the rooms that they may, and files stay what they are meant to be."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "agentdash"

# room -> rooms it may import. `errors` and `yaml_text` are open to all.
MAY_USE: dict[str, set[str]] = {
    "errors": set(),
    "yaml_text": set(),
    "vocabulary": set(),
    "backends": {"vocabulary"},
    "settings": {"vocabulary", "backends"},
    "pricing": {"vocabulary", "query", "settings"},
    "query": {"vocabulary", "backends"},
    "signals": {"vocabulary", "query", "pricing", "settings"},
    "grafana": set(),
    "panels": {"vocabulary", "signals", "grafana", "query", "settings"},
    "dashboards": {"vocabulary", "panels", "grafana", "signals", "query", "settings"},
    # Of grafana only the ids of panels, which alerts link to.
    "alerts": {"vocabulary", "signals", "settings", "query", "pricing", "grafana"},
    # Records what the dashboards of long ranges ask.
    "hourly": {"vocabulary", "query", "settings", "dashboards", "grafana"},
    # Its links from a trace to metrics are queries on signals.
    "datasources": {"vocabulary", "settings", "signals", "query"},
    "provisioning": {"dashboards", "datasources", "alerts", "settings"},
    "collector": {"vocabulary", "settings", "pricing"},
    # A door to each room that it adds to.
    "extensions": {"settings", "vocabulary", "signals", "grafana", "panels", "dashboards", "alerts", "collector"},
    # Runs the Collector as it is configured.
    "rehearsal": {"settings", "vocabulary", "collector"},
    "push": set(),
    "targets": {"settings", "push"},
    # What it will have cost is priced as the Collector prices it.
    "demo": {"pricing"},
    # Only reads; of push what keeps secrets out of sight.
    "ask": {"settings", "push"},
    "instrument": {"ask", "query", "settings", "signals", "vocabulary"},
    # At the end of every way: it looks at what each of these made.
    "doctor": {"ask", "build", "dashboards", "explain", "manifest", "pricing", "push", "query", "settings", "signals", "vocabulary"},
    "explain": {"ask", "alerts", "dashboards", "panels", "grafana", "signals", "query", "settings", "vocabulary"},
    # Reads dashboards as Grafana does: as JSON.
    "show": {"ask", "dashboards", "settings"},
    "manifest": set(),
    "output": {"manifest"},
    # Reads what the other rooms built; the Collector is built again with the listeners of a container.
    "forms": {"settings", "collector"},
    "query_length": {"settings"},
    "build": {"forms", "manifest", "query_length", "output", "settings", "dashboards", "datasources", "alerts", "provisioning", "collector", "pricing", "hourly"},
}
# Rooms that may use everything.
OPEN = {"cli", "api", "toolkit", "__main__", "__init__"}

# The one library that decides about each of these; other rooms do not import it.
LIBRARIES = {"grafanalib": {"grafana"}, "grafana_client": {"push"}, "niquests": {"push"}, "click": {"cli"}, "jsonschema": {"settings"}, "ruamel": {"collector"}, "opentelemetry": {"demo"}}

SOURCES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@functools.cache
def imported(path: Path) -> frozenset[str]:
    """Every module that a file names in an import, at its top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_uses_what_it_may(path):
    here = room(path)
    names = imported(path)
    if here not in OPEN:
        assert here in MAY_USE, f"{here} has no line in the table of tests/test_house.py and docs/design.md"
        used = {name.split(".")[1] for name in names if name.startswith("agentdash.")} - {"errors", "yaml_text", "__version__"}
        assert used - {here} <= MAY_USE[here]
    for library, owners in LIBRARIES.items():
        if any(name.split(".")[0] == library for name in names):
            assert here in owners, f"{library} belongs to {', '.join(owners)}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_has_one_job_and_says_which(path):
    assert ast.get_docstring(parsed(path)), "no docstring"
    assert path.read_text("utf-8").count("\n") <= 400
    assert not re.search(r"\b(utils?|helpers?|common|misc)\.py$", path.name)


@pytest.mark.parametrize("path", [path for path in SOURCES if room(path) in OPEN], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_settings_are_read_with_their_extensions(path):
    # agentdash.extensions.load: settings that name extensions are never built without them.
    assert not imported(path) & {"agentdash.settings.load", "agentdash.settings.loader"}


# PromQL that has a builder in `query`: spelled elsewhere it is quoted, matched or divided in its own way each time.
_RAW_PROMQL = re.compile(r"label_replace\(|label_join\(|histogram_quantile\(|group_left|\bor vector\(0\)|\b(?:and|unless|or|[*/+-]) on \(")


@pytest.mark.parametrize("path", [path for path in SOURCES if room(path) != "query"], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_promql_is_built_and_not_spelled(path):
    texts = [node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    documentation = {ast.get_docstring(node, clean=False) for node in ast.walk(parsed(path))
                     if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)}
    assert [text for text in texts if text not in documentation and _RAW_PROMQL.search(text)] == []


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_knows_the_machine_it_was_made_on():
    # Spelt so that this file does not find itself.
    machine = re.compile(rb"/(?:wo" rb"rk|ro" rb"ot|ho" rb"me/[a-z]+|Us" rb"ers/[a-z]+)/|/tmp/[a-z]|site-" rb"packages/")
    known = re.compile(rb"tests/telemetry/recordings/|package-lock\.json$|go\.sum$")
    found = []
    for path in _tracked():
        name = str(path.relative_to(ROOT))
        if known.search(name.encode()):
            continue
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if machine.search(line):
                found.append(f"{name}:{number}: {line[:100].decode(errors='replace')}")
    assert found == []


def test_no_lock_file_names_a_registry():
    for path in _tracked():
        if path.name in ("requirements.lock", "package-lock.json"):
            for line in path.read_text("utf-8").splitlines():
                assert not re.search(r"https?://|--index-url|--find-links", line), f"{path.name}: {line}"


def test_every_locked_package_has_an_exact_version_and_a_hash():
    lock = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    for line in filter(None, lock.splitlines()):
        assert re.match(r"[a-z0-9][a-z0-9._-]*==\S+( ; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+\s*$", line), line


_BUILDERS = PACKAGE / "collector" / "ottl"
_OTTL = re.compile(
    r"[!=]= nil\b|\b(Concat|Double|ExtractPatterns|HasPrefix|HasSuffix|Int|IsInt|IsMatch|IsRootSpan|IsString|Len|ParseInt|Split|Substring|ToLowerCase)\(|"
    r"\b(set|delete_key|delete_matching_keys|keep_keys|keep_matching_keys|replace_pattern|replace_all_patterns|merge_maps|truncate_all|"
    r"aggregate_on_attributes|copy_metric)\(|\b(span|spanevent|resource|datapoint|log)\.(attributes|cache)\b|\b[A-Z]+(_[A-Z]+)*_(STATUS|KIND|TYPE)_[A-Z]+\b")


def _texts(tree: ast.Module) -> list[ast.Constant]:
    """Every string of a file that is no docstring, parts of f-strings included."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said]


@pytest.mark.parametrize("path", [path for path in SOURCES if room(path) == "collector" and _BUILDERS not in path.parents],
                         ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_builders_spell_ottl(path):
    # Docstrings, and what docs and comments say, are no statements.
    found = [f"{path.name}:{node.lineno}: {node.value}" for node in _texts(parsed(path)) if _OTTL.search(node.value)]
    assert found == [], "write it with a builder of agentdash.collector.ottl"
