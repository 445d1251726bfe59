"""A Terraform module for the provider grafana/grafana: folder, datasources, dashboards and alert rules.

JSON configuration syntax: every string is a template, so what belongs to Grafana is escaped; dashboards are read from
files, which Terraform does not parse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from agentdash.forms import built as read

if TYPE_CHECKING:
    from agentdash.settings import Settings

_PROVIDER = {"source": "grafana/grafana", "version": ">= 3.7.0"}
_SECRET = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_HEADER = re.compile(r"httpHeader(Name|Value)\d+")


def artifacts(settings: Settings, built: Mapping[str, bytes]) -> dict[str, bytes]:
    """``terraform/main.tf.json``, ``terraform/variables.tf.json`` and ``terraform/dashboards/*.json``."""
    folder = settings.grafana.folder_uid
    sources = read.datasources(built)
    resources: dict[str, dict[str, Any]] = {
        "grafana_folder": {_name(one["uid"]): {"title": escape(one["title"]), "uid": one["uid"]} for one in read.folders(built)},
        "grafana_data_source": {_name(one["uid"]): _datasource(one) for one in sources},
        "grafana_dashboard": {
            _name(name): {"folder": f"${{grafana_folder.{_name(folder)}.uid}}", "config_json": f'${{file("${{path.module}}/dashboards/{name}.json")}}',
                          "message": "agentdash"}
            for name in read.dashboards(built)
        },
        "grafana_rule_group": {_name(one["title"]): _rule_group(one) for one in read.rule_groups(built)},
    }
    secrets = sorted({name for one in sources for name in _SECRET.findall(json.dumps([one["basicAuthUser"], one["secureJsonData"]]))})
    found = {
        "terraform/main.tf.json": _text({
            "terraform": {"required_version": ">= 1.5", "required_providers": {"grafana": _PROVIDER}},
            "resource": {kind: named for kind, named in resources.items() if named},
        }),
        **{f"terraform/{path}": content for path, content in built.items() if path.startswith("dashboards/")},
    }
    if secrets:
        found["terraform/variables.tf.json"] = _text({"variable": {
            _variable(name): {"type": "string", "sensitive": True, "description": f"What {name} holds; set TF_VAR_{_variable(name)}."} for name in secrets}})
    return found


def escape(text: str) -> str:
    """A literal string inside a Terraform template: ``${`` and ``%{`` begin nothing.

    ``$${`` stands for ``${``; a ``$`` or ``%`` before one of these would be read together with it, and is written as an
    expression.
    """
    def literal(match: re.Match[str]) -> str:
        before, last = match[1][:-1], match[1][-1]
        return "".join(f'${{"{sign}"}}' for sign in before) + f"{last}{last}{{"

    return re.sub(r"([$%]+)\{", literal, text)


def _datasource(body: Mapping[str, Any]) -> dict[str, Any]:
    options = {key: value for key, value in body["jsonData"].items() if not _HEADER.fullmatch(key)}
    secrets = {key: value for key, value in body["secureJsonData"].items() if not _HEADER.fullmatch(key)}
    headers = {body["jsonData"][f"httpHeaderName{number}"]: value for number, value in _header_values(body["secureJsonData"])}
    found: dict[str, Any] = {
        "uid": body["uid"], "name": escape(body["name"]), "type": body["type"], "url": escape(body["url"]), "access_mode": body["access"],
        "json_data_encoded": escape(json.dumps(options, sort_keys=True)),
    }
    if body["basicAuth"]:
        found |= {"basic_auth_enabled": True, "basic_auth_username": _with_variables(body["basicAuthUser"])}
    if secrets:
        pairs = ", ".join(f"{json.dumps(key)} = {_expression(value)}" for key, value in sorted(secrets.items()))
        found["secure_json_data_encoded"] = f"${{jsonencode({{{pairs}}})}}"
    if headers:
        found["http_headers"] = {name: _with_variables(value) for name, value in sorted(headers.items())}
    return found


def _header_values(secrets: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(key.removeprefix("httpHeaderValue"), value) for key, value in secrets.items() if key.startswith("httpHeaderValue")]


def _rule_group(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": body["title"], "folder_uid": f"${{grafana_folder.{_name(body['folderUid'])}.uid}}", "interval_seconds": body["interval"],
            "rule": [_rule(one) for one in body["rules"]]}


def _rule(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": escape(body["title"]), "uid": body["uid"], "condition": body["condition"], "for": body["for"],
        "no_data_state": body["noDataState"], "exec_err_state": body["execErrState"], "is_paused": body["isPaused"],
        "labels": {key: escape(value) for key, value in body["labels"].items()},
        "annotations": {key: escape(value) for key, value in body["annotations"].items()},
        "data": [{
            "ref_id": one["refId"], "datasource_uid": one["datasourceUid"], "query_type": one.get("queryType", ""),
            "relative_time_range": [{"from": one["relativeTimeRange"]["from"], "to": one["relativeTimeRange"]["to"]}],
            "model": escape(json.dumps(one["model"], sort_keys=True, ensure_ascii=False)),
        } for one in body["data"]],
    }


def _with_variables(text: str) -> str:
    """A string whose ``${ENV}`` references are sensitive variables of the module."""
    parts = _SECRET.split(text)
    return "".join(f"${{var.{_variable(part)}}}" if number % 2 else escape(part) for number, part in enumerate(parts))


def _expression(text: str) -> str:
    """The same as an expression instead of a template."""
    whole = _SECRET.fullmatch(text)
    if whole:
        return f"var.{_variable(whole[1])}"
    return json.dumps(_with_variables(text), ensure_ascii=False)


def _variable(name: str) -> str:
    return name.lower()


def _name(uid: str) -> str:
    """A resource's name in the module: letters, digits, ``_`` and ``-``, not beginning with a digit."""
    name = re.sub(r"[^A-Za-z0-9_-]", "_", uid)
    return name if re.match(r"[A-Za-z_]", name) else f"_{name}"


def _text(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
