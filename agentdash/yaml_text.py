"""YAML as agentdash writes it (block style, a line that says where it comes from, the same bytes every time), and read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

HEADER = "# Written by agentdash build; change the settings file instead.\n"


def dumps(document: Mapping[str, Any], header: str = HEADER, sort_keys: bool = True, blocks: bool = False, aliases: bool = False) -> bytes:
    """The document as bytes, under ``header``. What stands in it twice is written twice, not as an alias.

    With ``blocks`` texts of several lines stand as they are, behind a ``|``. With ``aliases`` a list that is in the document twice (the
    very list, not one like it) is written once, and maps of a ``key`` and one thing more stand on one line.
    """
    import yaml

    # The C emitter, where PyYAML has it, writes the same text ten times as fast.
    if TYPE_CHECKING:
        from yaml import SafeDumper as Base
    else:
        Base = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class Dumper(Base):
        def ignore_aliases(self, data: Any) -> bool:
            return not (aliases and isinstance(data, list))

    if blocks:
        Dumper.add_representer(str, _as_block)
    if aliases:
        Dumper.add_representer(dict, _as_line)
    text = yaml.dump(document, Dumper=Dumper, sort_keys=sort_keys, allow_unicode=True, width=10_000, default_flow_style=False)
    return (header + text).encode()


def loads(text: str | bytes) -> Any:
    """The one document in ``text``, of plain data. Raises yaml.YAMLError."""
    import yaml

    # The C parser, where PyYAML has it, is ten times as fast.
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _as_line(dumper: Any, values: dict[str, Any]) -> Any:
    return dumper.represent_mapping("tag:yaml.org,2002:map", values.items(), flow_style=len(values) == 2 and "key" in values)


def _as_block(dumper: Any, text: str) -> Any:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
