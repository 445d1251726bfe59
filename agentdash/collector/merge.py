"""Other people's Collector configuration and agentdash's in one file, with their comments, order and quotes kept."""

from __future__ import annotations

import difflib
import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agentdash.collector.beside import ENTRY, beside
from agentdash.collector.config import escape
from agentdash.collector.stage import OWNER, SECTIONS, Configuration, Connector, Pipeline
from agentdash.errors import UserError
from agentdash.settings import Settings

_SAMPLERS = ("tail_sampling", "probabilistic_sampler")
_WIDTH = 110


@dataclass(frozen=True)
class Merged:
    """The new text, and what of it is new.

    ``entered`` are their pipelines that now also lead to agentdash, ``sampled`` those of them that sample; ``changed`` is
    what changed of their own lines, as a unified diff, and ``added`` how many components and pipelines came in.
    """

    text: str
    changed: tuple[str, ...]
    added: int
    entered: tuple[str, ...]
    sampled: tuple[str, ...]


def merge(theirs: str, file: str, settings: Settings, chosen: Sequence[str] = ()) -> Merged:
    """Add agentdash's components and pipelines, and its connector to the exporters of their pipelines.

    ``chosen`` are names of their pipelines; without them the first one of each signal that has a receiver is taken, and
    further ones for receivers that no earlier one has, so that nothing is counted twice. Merging twice changes nothing.
    Raises UserError, with ``file`` in its line, for what cannot be merged.
    """
    document, yaml = _parsed(theirs, file)
    pipelines: Mapping[str, Any] = document["service"]["pipelines"]
    built = beside(settings)
    entered = _entrances(pipelines, file, chosen, {one.signal for one in built.pipelines if ENTRY in one.receivers})
    added = _only(built, {name.split("/")[0] for name in entered})
    present = _own_names(document)
    for name in entered:
        exporters = pipelines[name]["exporters"]
        if ENTRY.name not in exporters:
            exporters.append(ENTRY.name)
    changed = tuple(difflib.unified_diff(theirs.splitlines(), _written(document, yaml).splitlines(), file, file, n=1, lineterm=""))
    count = _add(document, added)
    text = _written(document, yaml)
    if present and text != theirs:
        raise UserError(f"{file}: {present[0]}: has agentdash's names already; merge into the file as it was without them")
    sampled = tuple(name for name in entered if any(str(one).split("/")[0] in _SAMPLERS for one in pipelines[name].get("processors") or ()))
    return Merged(text, changed, count, tuple(entered), sampled)


def _parsed(text: str, file: str) -> tuple[Any, Any]:
    """The document, and what writes it as they indent."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    try:
        document = yaml.load(text)
    except MarkedYAMLError as error:
        place = f"line {error.problem_mark.line + 1}" if error.problem_mark else "the file"
        raise UserError(f"{file}: {place}: invalid YAML: {' '.join(str(error.problem).split())}; try it with `otelcol validate --config`") from None
    except YAMLError as error:
        raise UserError(f"{file}: invalid YAML: {' '.join(str(error).split())}; try it with `otelcol validate --config`") from None
    if not isinstance(document, Mapping):
        raise UserError(f"{file}: not a Collector configuration; it has receivers:, exporters: and service:")
    service = document.get("service")
    if not isinstance(service, Mapping) or not isinstance(service.get("pipelines"), Mapping):
        raise UserError(f"{file}: service.pipelines: missing; a Collector configuration has at least one pipeline")
    for name, pipeline in service["pipelines"].items():
        if not isinstance(pipeline, Mapping) or not isinstance(pipeline.get("receivers"), list) or not isinstance(pipeline.get("exporters"), list):
            raise UserError(f"{file}: service.pipelines.{name}: write receivers: and exporters: as lists")
    mapping, offset = _indents(text)
    yaml.indent(mapping=mapping, sequence=offset + 2, offset=offset)
    return document, yaml


def _indents(text: str) -> tuple[int, int]:
    """By how much they indent keys below a key, and list items below a key: as the first ones are."""
    mapping, offset, above = 0, -1, -1
    for line in text.splitlines():
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        column = len(line) - len(line.lstrip())
        if words.startswith("- "):
            offset = column - above if offset < 0 and above >= 0 else offset
            above = -1
        else:
            mapping = column - above if not mapping and 0 <= above < column else mapping
            above = column if words.endswith(":") else -1
    return mapping or 2, max(offset, 0)


def _own_names(document: Mapping[str, Any]) -> list[str]:
    sections = {**{kind.section: document.get(kind.section) for kind in SECTIONS}, "service.pipelines": document["service"]["pipelines"]}
    return [f"{section}.{name}" for section, names in sections.items() for name in names or () if _is_ours(str(name))]


def _is_ours(name: str) -> bool:
    role = name.partition("/")[2]
    return role == OWNER or role.startswith(f"{OWNER}_")


def _entrances(pipelines: Mapping[str, Any], file: str, chosen: Sequence[str], signals: set[str]) -> list[str]:
    theirs = [name for name in pipelines if not _is_ours(name)]
    for name in chosen:
        if name not in theirs:
            raise UserError(f"{file}: service.pipelines: no {name}; there are {', '.join(theirs)}")
    found: list[str] = list(chosen)
    if not found:
        handed_on = {str(one) for name in theirs for one in pipelines[name]["exporters"]}
        covered: set[tuple[str, str]] = set()
        for name in theirs:
            signal = name.split("/")[0]
            received = {(signal, str(one)) for one in pipelines[name]["receivers"] if str(one) not in handed_on}
            if received - covered and signal in signals:
                covered |= received
                found.append(name)
    if not any(name.split("/")[0] == "traces" for name in found):
        raise UserError(f"{file}: service.pipelines: none of traces; numbers are made of spans, so add a pipeline that receives them")
    return found


def _only(built: Configuration, signals: set[str]) -> Configuration:
    """Without the pipelines of signals that nobody hands in, and without stages that nothing leads to."""
    pipelines = tuple(one for one in built.pipelines if ENTRY not in one.receivers or one.signal in signals)
    while (fed := tuple(one for one in pipelines if _is_fed(one, pipelines))) != pipelines:
        pipelines = fed
    return replace(built, pipelines=pipelines)


def _is_fed(pipeline: Pipeline, pipelines: Sequence[Pipeline]) -> bool:
    """Whether something leads to each of its connectors, or the one of theirs does."""
    exporters = {one.name for other in pipelines for one in other.exporters}
    return all(not isinstance(one, Connector) or one == ENTRY or one.name in exporters for one in pipeline.receivers)


def _add(document: Any, added: Configuration) -> int:
    """Puts in what is not there yet; says how much that was."""
    count = 0
    plain = escape(added.plain())
    for kind in SECTIONS:
        components = added.components(kind)
        if components:
            section = _section(document, kind.section)
            for one in components:
                count += _put(section, one.name, plain[kind.section][one.name], str(one.why), 2)
    for pipeline in added.pipelines:
        count += _put(document["service"]["pipelines"], pipeline.name, plain["service"]["pipelines"][pipeline.name], str(pipeline.why), 4)
    return count


def _section(document: Any, name: str) -> Any:
    if document.get(name) is None:
        from ruamel.yaml.comments import CommentedMap

        if name in document:
            document[name] = CommentedMap()
        else:
            document.insert(list(document).index("service"), name, CommentedMap())
    return document[name]


def _put(section: Any, name: str, value: Any, why: str, indent: int) -> bool:
    if name in section:
        return False
    section[name] = value
    if hasattr(section, "yaml_set_comment_before_after_key"):
        section.yaml_set_comment_before_after_key(name, before="\n".join(textwrap.wrap(why, _WIDTH, break_on_hyphens=False)), indent=indent)
    return True


def _written(document: Any, yaml: Any) -> str:
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()
