"""Writes the pages of docs/ that the code knows best: commands, settings, signals, the Collector, and what is true.

`make docs` runs it; a test fails when a page is not what it would write.
"""

from __future__ import annotations

import inspect
import json
import re
import runpy
import sys
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import click

DOCS = Path(__file__).resolve().parent
WIDTH = 100
TRUTH = DOCS.parent / "agentdash" / "instrument" / "truth.json"


def main() -> None:
    """Write every generated page, and before them what is true, which the package carries along."""
    TRUTH.write_text(truth_data(), "utf-8")
    print(f"wrote {TRUTH.relative_to(DOCS.parent)}")
    (DOCS / "instrument").mkdir(exist_ok=True)
    for name, text in pages().items():
        (DOCS / name).write_text(text, "utf-8")
        print(f"wrote docs/{name}")
    # What the examples make is generated, too.
    runpy.run_path(str(DOCS.parent / "examples" / "build.py"), run_name="__main__")


def pages() -> dict[str, str]:
    """Return every generated page: file name to text."""
    return {"commands.md": commands(), "settings.md": settings(), "signals.md": signals(), "backends.md": backends(),
            "collector.md": collector(), "truth.md": truth(), "api.md": api(), "numbers.md": numbers(), "doctor.md": doctor(), **instrument()}


def api() -> str:
    """What Python programs may use, out of its docstrings."""
    from agentdash import api as programs
    from agentdash import toolkit

    return "\n".join([f"# From Python\n\n{inspect.cleandoc(programs.__doc__ or '')}\n", *_public(programs), "",
                      f"# For extensions\n\n{inspect.cleandoc(toolkit.__doc__ or '')}\n", *_public(toolkit)]) + "\n"


def _public(module: Any) -> list[str]:
    """What a module of the package offers, by its ``__all__``."""
    out: list[str] = []
    named = {name: getattr(module, name) for name in module.__all__}
    functions = [name for name, one in named.items() if inspect.isfunction(one)]
    errors = [name for name, one in named.items() if inspect.isclass(one) and issubclass(one, Exception)]
    classes = [name for name, one in named.items() if inspect.isclass(one) and name not in errors]
    modules = [name for name, one in named.items() if inspect.ismodule(one)]
    constants = [name for name in named if name not in {*functions, *errors, *classes, *modules}]
    for name in functions:
        out.append(_member(f"agentdash.{name}", named[name]))
    for name in classes:
        out.append(f"## `agentdash.{name}`\n\n{_doc(named[name])}\n")
        if is_dataclass(named[name]):
            out.append(f"Fields: {', '.join(_fields(named[name], set(named)))}.\n")
        # What every class inherits or does by itself is not told; nor how an object is made that only agentdash makes.
        out += [_member(f"{name}.{member}", one) for member, one in vars(named[name]).items() if not member.startswith("_")
                and (inspect.isfunction(one) or isinstance(one, (property, cached_property)))]
    for name in modules:
        out.append(f"## `agentdash.{name}`\n\n{_doc(named[name])}\n")
        members = {member: getattr(named[name], member) for member in getattr(named[name], "__all__", vars(named[name]))}
        out += [_member(f"{name}.{member}", one) for member, one in members.items()
                if inspect.isfunction(one) and not member.startswith("_") and one.__module__.startswith(named[name].__name__)]
        if words := {member: one for member, one in members.items() if member.isupper() and isinstance(one, str)}:
            out.append("".join(f"* `{name}.{member}`: `{value}`\n" for member, value in words.items()))
    if not (errors or constants):
        return out
    out.append("## Errors and the rest\n")
    out += [f"* `agentdash.{name}`: {_doc(named[name]).splitlines()[0]}" for name in errors]
    out += [f"* `agentdash.{name}`: `{named[name]!r}`, what stands in a `Change` for the side that has nothing." for name in constants]
    return out


def _fields(made: Any, public: set[str]) -> list[str]:
    """Each with its type, where that is no class of agentdash's own that the page does not name."""
    shown = []
    for one in fields(made):
        classes = set(re.findall(r"\b[A-Z]\w+", str(one.type))) - {"Any", "Mapping", "Callable", "None"}
        if not one.name.startswith("_"):
            shown.append(f"`{one.name}: {one.type}`" if classes <= public else f"`{one.name}`")
    return shown


def _member(name: str, one: Any) -> str:
    if isinstance(one, property):
        one = one.fget
    elif isinstance(one, cached_property):
        one = one.func
    else:
        return f"### `{name}{_signature(one)}`\n\n{_doc(one)}\n"
    return f"### `{name}: {one.__annotations__['return']}`\n\n{_doc(one)}\n"


def _signature(function: Any) -> str:
    """As it is written: annotations are texts here, in every Python."""
    shown, starred = [], False
    for name, one in inspect.signature(function).parameters.items():
        if name == "self":
            continue
        if one.kind is one.KEYWORD_ONLY and not starred:
            shown.append("*")
            starred = True
        default = "" if one.default is one.empty else f" = {one.default!r}"
        stars = "**" if one.kind is one.VAR_KEYWORD else ""
        shown.append(f"{stars}{name}: {one.annotation}{default}")
    return f"({', '.join(shown)}) -> {function.__annotations__['return']}"


def _doc(one: Any) -> str:
    return inspect.cleandoc(one.__doc__ or "")


def instrument() -> dict[str, str]:
    """One page per framework, and their list."""
    from agentdash.instrument import GUIDES, markdown
    from agentdash.settings import Settings

    rows = [f"| [{one.title}]({one.key}.md) | {', '.join(f'`{package}`' for package in one.packages)} |" for one in GUIDES]
    index = ["# Switch your agent on", "", "What to set in each framework so that its calls arrive, and what is true then. `agentdash instrument FRAMEWORK` prints the same "
             "with your Collector's address; `agentdash instrument --check SERVICE` waits for a service's first calls and says what it sees.", "",
             "| framework | measured with |", "|---|---|", *rows]
    return {"instrument/README.md": "\n".join(index) + "\n", **{f"instrument/{one.key}.md": markdown(one, Settings()) for one in GUIDES}}


def truth_data() -> str:
    """What is true of each recording, for the package."""
    sys.path.insert(0, str(DOCS.parent))
    from tests.truth.page import data

    return json.dumps(data(), indent=1, ensure_ascii=False) + "\n"


def doctor() -> str:
    """Every fault that tests produce, and what doctor says first."""
    sys.path.insert(0, str(DOCS.parent))
    from tests.doctor.page import markdown

    return markdown()


def truth() -> str:
    """The truth table, as the tests hold it."""
    # Run as a script, only this folder is on the path.
    sys.path.insert(0, str(DOCS.parent))
    from tests.truth.page import markdown

    return markdown()


def collector() -> str:
    """The Collector's stages, one by one."""
    from agentdash.collector.page import markdown

    return markdown()


def commands() -> str:
    """Every command with its help."""
    from agentdash import cli

    out = ["# Commands\n", "What each prints with `--help`. Exit codes: [exit-codes.md](exit-codes.md).\n",
           "## Completion\n\nThe shell completes commands, options and files with one line in its start-up file:\n\n```sh\n"
           'eval "$(_AGENTDASH_COMPLETE=bash_source agentdash)"   # ~/.bashrc\n'
           'eval "$(_AGENTDASH_COMPLETE=zsh_source agentdash)"    # ~/.zshrc\n'
           "_AGENTDASH_COMPLETE=fish_source agentdash | source    # ~/.config/fish/config.fish\n```\n",
           _help(cli.cli, "agentdash", None)]
    top = _context(cli.cli, "agentdash", None)
    for name in cli.COMMANDS:
        out.append(_help(_below(cli.cli, name, top), name, top))
    return "\n".join(out)


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    # The page has a width of its own, whatever terminal this runs in.
    return command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH, max_content_width=WIDTH)


def _below(group: click.Group, name: str, context: click.Context) -> click.Command:
    command = group.get_command(context, name)
    if command is None:
        raise LookupError(name)
    return command


def _help(command: click.Command, name: str, parent: click.Context | None) -> str:
    context = _context(command, name, parent)
    text = f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if parent is not None and isinstance(command, click.Group):
        for below in command.list_commands(context):
            text += "\n" + _help(_below(command, below, context), below, context)
    return text


def settings() -> str:
    """Every key of agentdash.yaml, out of its schema."""
    from agentdash.settings import schema

    loaded = schema.load()
    out = ["# Settings\n",
           "`agentdash.yaml`, section by section. Every key may be left out. `agentdash init` writes a commented file, "
           "and beside it agentdash.schema.json, which editors complete it with (`agentdash schema` prints it). `agentdash config` prints what counts.\n",
           "Several files are joined in their order (`-c base.yaml -c prod.yaml`): sections key by key, everything else is replaced by what a "
           "later file says, and `null` takes back what an earlier one said. A key without a value says nothing.\n",
           "`${NAME}` stands for an environment variable. In secrets it stays as it is: no file that agentdash writes holds "
           "a secret. `$${` stands for the characters `${`.\n"]
    simple = {key: node for key, node in loaded["properties"].items() if "$ref" not in node}
    out += ["## At the top\n", *_keys({"properties": simple}, loaded, "")]
    for key, node in loaded["properties"].items():
        if key not in simple:
            section = _followed(node, loaded)
            out += [f"## {key}\n", section["description"] + "\n", *_keys(*_inside(section, loaded))]
    return "\n".join(out) + "\n"


def _inside(node: dict[str, Any], root: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], str]:
    """The keys of a section: its own, those of each entry of a list, or those behind each name of a mapping."""
    named = node.get("additionalProperties")
    if isinstance(named, dict) and not node.get("properties"):
        return _followed(named, root), root, "NAME."
    return _followed(node.get("items", node), root), root, "[]." if "items" in node else ""


def _keys(node: dict[str, Any], root: dict[str, Any], prefix: str) -> list[str]:
    rows = _rows(node, root, prefix)
    return ["| key | default | example | meaning |\n|---|---|---|---|", *rows, ""] if rows else []


def _rows(node: dict[str, Any], root: dict[str, Any], prefix: str) -> list[str]:
    rows: list[str] = []
    shown: dict[str, str] = {}
    for key, entry in node.get("properties", {}).items():
        child = _followed(entry, root)
        default = _code(child["default"]) if "default" in child else ""
        example = _code(child["examples"][-1]) if child.get("examples") else ""
        meaning = child.get("description", "").replace("|", "\\|").replace("<", "&lt;")
        choices = child.get("enum") or child.get("items", {}).get("enum")
        if choices:
            meaning += " One of: " + ", ".join(f"`{choice}`" for choice in choices) + "."
        rows.append(f"| `{prefix}{key}` | {default} | {example} | {meaning} |")
        below, _, step = _inside(child, root)
        if "$ref" in entry and below.get("properties"):
            # The same keys again would be noise.
            first = shown.setdefault(entry["$ref"], key)
            if first != key:
                rows[-1] = rows[-1].removesuffix(" |") + f" Keys as in `{prefix}{first}`. |"
                continue
        if child.get("x-keys-above"):
            rows[-1] = rows[-1].removesuffix(" |") + f" Keys below a name: those of `{prefix.removesuffix('.')}`. |"
            continue
        if below.get("properties"):
            dot = "" if step.startswith("[]") else "."
            rows += _rows(below, root, f"{prefix}{key}{dot}{step}" if step else f"{prefix}{key}.")
    return rows


def _followed(node: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found = root
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def _code(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"`{text}`".replace("|", "\\|")


def backends() -> str:
    """Every backend: its addresses, and what it has."""
    from agentdash.backends import BACKENDS

    def has(it: bool) -> str:
        return "yes" if it else "no"

    kinds = {"prometheus": "metrics", "tempo": "traces", "loki": "logs"}
    rows: dict[str, list[str]] = {
        **{f"{what} asked at": [f"`{one.urls[kind]}`" for one in BACKENDS.values()] for kind, what in kinds.items()},
        "metrics written to": [f"`{one.metrics_endpoint(one.urls['prometheus'])}`" for one in BACKENDS.values()],
        "traces sent to": [f"`{one.traces_endpoint(one.urls['tempo'])}`" for one in BACKENDS.values()],
        "logs sent to": [f"`{one.logs_endpoint(one.urls['loki'])}`" for one in BACKENDS.values()],
        "who runs it": ["somebody else: every stack has its own addresses and users" if one.hosted else "you" for one in BACKENDS.values()],
        "one URL for all": [has(one.one_url) for one in BACKENDS.values()],
        "exemplars": [has(one.exemplars) for one in BACKENDS.values()],
        "lists its own alerting rules": [has(one.alerts_listed) for one in BACKENDS.values()],
        "recording rules": [{"": "none", "itself": "yes"}.get(one.recording, f"by {one.recording}") for one in BACKENDS.values()],
        "searches return attributes": [has(one.searches_return_attributes) for one in BACKENDS.values()],
        "longest range of a query": [f"{one.longest_range.total_seconds() / 86400:.1f} days" if one.longest_range else "any" for one in BACKENDS.values()],
        "longest query": [f"{one.longest_query:,} bytes" if one.longest_query else "any" for one in BACKENDS.values()],
    }
    out = ["# Backends\n",
           "`backend` in the settings says what stores the telemetry. Addresses are those that are usual; `datasources` and `collector` in the "
           "[settings](settings.md) change them. Queries are the same for all: they keep to what each of them answers.\n",
           f"| | {' | '.join(f'`{name}`' for name in BACKENDS)} |", f"|---|{'---|' * len(BACKENDS)}",
           f"| what it is | {' | '.join(one.title for one in BACKENDS.values())} |"]
    return "\n".join((*out, *(f"| {what} | {' | '.join(cells)} |" for what, cells in rows.items()), "", _stores()))


def _stores() -> str:
    """Where metrics may be written, with each store's limits."""
    from agentdash.backends.stores import STORES
    from agentdash.collector.series_cost import written
    from agentdash.settings import Settings

    most = max(len(one.labels) for one in written(Settings())) + 3
    out = ["## Stores of metrics\n",
           "With `backend: grafana` metrics may be written to any of these: `collector.metrics.url` (and `datasources.prometheus.url`, of which it is told). Limits are "
           f"the documented defaults of one tenant; a series of agentdash has at most {most} labels, its name, `le` and `collector_id` included, and four more with "
           "`telemetry.group_by`; its samples come in order. "
           "A test holds what is built to all of them. Write a tenant as `headers`, e.g. `X-Scope-OrgID`.\n",
           "| store | written to | labels | length of a value | bytes of a query | series | out of order | tenant | rules | source |", f"|{'---|' * 10}"]
    for one in STORES:
        cells = (one.most_labels, one.longest_value, one.longest_query, one.most_series)
        out.append(f"| {one.title} | `{one.written_at}` | {' | '.join('–' if cell is None else f'{cell:,}' for cell in cells)} | {one.out_of_order} | {one.tenant or '–'} | "
                   f"{one.rules or '–'} | {one.source} |")
    return "\n".join(out) + "\n"


def signals() -> str:
    """Every signal, with the telemetry sources that carry it."""
    from dataclasses import replace

    from agentdash.settings import Settings
    from agentdash.signals import bind
    from agentdash.signals.sources import METRIC_SOURCES

    default = Settings()
    by_source = [bind(replace(default, telemetry=replace(default.telemetry, sources=(source,)))) for source in METRIC_SOURCES]

    out = ["# Signals\n",
           "What is measured. Each is defined once; panels, alerts, recording rules and this page read the same definition. "
           "`agentdash signals --json` adds the labels and one expression per source.\n",
           f"| signal | unit | meaning | {' | '.join(METRIC_SOURCES)} |",
           f"|---|---|---|{'---|' * len(METRIC_SOURCES)}"]
    for signal in bind(default):
        carried = ["yes" if signals.named(signal.name).measured else "" for signals in by_source]
        out.append(f"| `{signal.name}` | {signal.unit} | {signal.meaning.replace('|', chr(92) + '|')} | {' | '.join(carried)} |")
    return "\n".join(out) + "\n"


def numbers() -> str:
    """How each number is made, and why an invoice may say something else."""
    sys.path.insert(0, str(DOCS))
    import numbers_page

    return numbers_page.page()


if __name__ == "__main__":
    main()
