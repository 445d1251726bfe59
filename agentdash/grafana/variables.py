"""Dashboard variables, in the shape that Grafana saves."""

from __future__ import annotations

from typing import Any

import attr

ON_LOAD, ON_TIME_RANGE_CHANGE = 1, 2
ALPHABETICALLY = 1


def _current(text: Any, value: Any) -> dict[str, Any]:
    return {"selected": True, "text": text, "value": value}


@attr.s(kw_only=True, auto_attribs=True, eq=False, repr=False)
class Variable:
    """What every variable has. It goes into grafanalib's ``Templating`` as its own templates do."""

    name: str
    label: str
    description: str = ""

    def to_json_data(self) -> dict[str, Any]:
        """The variable as Grafana saves it."""
        return {"description": self.description, "hide": 0, "label": self.label, "name": self.name, "skipUrlSync": False}


@attr.s(kw_only=True, auto_attribs=True, eq=False, repr=False)
class DatasourceVariable(Variable):
    """Which datasource of a ``plugin`` (``prometheus``, ``tempo``, ``loki``) the panels ask; one is chosen at first."""

    plugin: str
    chosen_name: str
    chosen_uid: str

    def to_json_data(self) -> dict[str, Any]:
        """The variable as Grafana saves it."""
        return super().to_json_data() | {
            "current": _current(self.chosen_name, self.chosen_uid), "includeAll": False, "multi": False, "options": [],
            "query": self.plugin, "refresh": ON_LOAD, "regex": "", "type": "datasource",
        }


@attr.s(kw_only=True, auto_attribs=True, eq=False, repr=False)
class SeveralVariable(Variable):
    """Values that a datasource is asked for: several may be chosen, or all of those that Grafana found.

    "All" has no pattern of its own: a ``.*`` would lose what lacks the label on Gigapipe.
    """

    datasource: dict[str, str]

    def asked(self) -> dict[str, Any]:
        """The question, in the datasource's own form."""
        raise NotImplementedError

    def to_json_data(self) -> dict[str, Any]:
        """The variable as Grafana saves it, asked anew when the time range changes."""
        return super().to_json_data() | {
            "allowCustomValue": True, "current": _current(["All"], ["$__all"]), "datasource": self.datasource,
            "includeAll": True, "multi": True, "options": [], "query": self.asked(), "refresh": ON_TIME_RANGE_CHANGE,
            "regex": "", "sort": ALPHABETICALLY, "type": "query",
        }


@attr.s(kw_only=True, auto_attribs=True, eq=False, repr=False)
class LabelVariable(SeveralVariable):
    """The values of a label; ``query`` is Grafana's ``label_values(metric, label)``."""

    query: str

    def asked(self) -> dict[str, Any]:
        """The Prometheus datasource's form."""
        return {"qryType": 1, "query": self.query, "refId": "PrometheusVariableQueryEditor-VariableQuery"}


@attr.s(kw_only=True, auto_attribs=True, eq=False, repr=False)
class TagVariable(SeveralVariable):
    """The values of an attribute of spans, by its name without ``resource.`` or ``span.``: Grafana looks the scope up
    by itself, and fails for a name that carries one."""

    attribute: str

    def asked(self) -> dict[str, Any]:
        """The Tempo datasource's form."""
        return {"label": self.attribute, "refId": "TempoDatasourceVariableQueryEditor-VariableQuery", "type": 1}


@attr.s(kw_only=True, auto_attribs=True, eq=False, repr=False)
class NamedVariable(Variable):
    """Something typed, or set by a link. ``first`` is what it holds until then, ``shown`` what stands there instead: neither may
    hold a comma, nor a colon between spaces."""

    first: str
    shown: str

    def to_json_data(self) -> dict[str, Any]:
        """The variable as Grafana saves it."""
        chosen = _current(self.shown, self.first)
        return super().to_json_data() | {
            "allowCustomValue": True, "current": chosen, "includeAll": False, "multi": False, "options": [chosen],
            "query": f"{self.shown} : {self.first}", "type": "custom",
        }


@attr.s(kw_only=True, auto_attribs=True, eq=False, repr=False)
class ChoiceVariable(Variable):
    """One of a few given values; others may be typed."""

    choices: tuple[str, ...]
    chosen: str

    def to_json_data(self) -> dict[str, Any]:
        """The variable as Grafana saves it."""
        options = [{"selected": one == self.chosen, "text": one, "value": one} for one in self.choices]
        return super().to_json_data() | {
            "allowCustomValue": True, "current": _current(self.chosen, self.chosen), "includeAll": False, "multi": False, "options": options,
            "query": ",".join(self.choices), "type": "custom",
        }
