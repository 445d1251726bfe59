"""From the names in the settings to what the extensions add."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import sys
import zlib
from collections.abc import Sequence
from types import ModuleType

from agentdash.errors import UserError
from agentdash.extensions.blame import blamed
from agentdash.extensions.extension import Extension
from agentdash.settings.additions import Additions
from agentdash.settings.extensions import ExtensionName


def additions(names: Sequence[ExtensionName]) -> Additions:
    """Everything that they add, in their order. Raises UserError for one that cannot be loaded, and for two of one name."""
    parts: list[object] = []
    seen: dict[str, str] = {}
    for name in names:
        for extension in _extensions(name):
            if extension.name in seen:
                raise UserError(f"{extension.place}: {seen[extension.name]} is called {extension.name} too; give each extension its own name")
            seen[extension.name] = extension.place
            parts += extension.parts
    return Additions(tuple(parts))


def _extensions(name: ExtensionName) -> list[Extension]:
    module = _module(name)
    found = list({id(value): value for value in vars(module).values() if isinstance(value, Extension)}.values())
    if not found:
        raise UserError(f'{name.place}: {name.text} makes no extension; write e.g. ext = agentdash.Extension("acme") in it')
    return found


def _module(name: ExtensionName) -> ModuleType:
    return _from_package(name) if name.path is None else _from_file(name)


def _from_package(name: ExtensionName) -> ModuleType:
    top = name.text.split(".")[0]
    with blamed(name.place):
        try:
            return importlib.import_module(name.text)
        except ModuleNotFoundError as error:
            if error.name == top or error.name == name.text:
                raise UserError(f'{name.place}: no module "{name.text}" is installed; install it, or write the path of a file, e.g. ./{top}.py') from None
            raise


def _from_file(name: ExtensionName) -> ModuleType:
    path = name.path
    assert path is not None
    if not path.is_file():
        near = difflib.get_close_matches(path.name, [one.name for one in path.parent.glob("*.py")], n=1)
        instead = f'did you mean "{near[0]}"?' if near else "write the path from this file's folder"
        raise UserError(f'{name.place}: no file "{name.text}"; {instead}')
    # The same file is read anew in each build of a program that goes on.
    key = f"agentdash_extension_{zlib.crc32(str(path.resolve()).encode()):08x}"
    spec = importlib.util.spec_from_file_location(key, path)
    if spec is None or spec.loader is None:
        raise UserError(f'{name.place}: "{name.text}" is no Python file; write one whose name ends with .py')
    module = importlib.util.module_from_spec(spec)
    sys.modules[key] = module
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with blamed(name.place):
            spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = written
    return module
