"""The folder that Git Sync reads."""

from __future__ import annotations

import json


def test_every_dashboard_is_there_under_its_uid(everything):
    for path in [path for path in everything if path.startswith("dashboards/")]:
        one = json.loads(everything[f"git-sync/acme/{path.removeprefix('dashboards/')}"])
        dashboard = json.loads(everything[path])
        assert (one["apiVersion"], one["kind"]) == ("dashboard.grafana.app/v1", "Dashboard")
        assert one["metadata"] == {"name": dashboard["uid"]}
        assert one["spec"]["panels"] == dashboard["panels"]
        assert "uid" not in one["spec"]


def test_the_folder_has_a_name_and_a_uid(everything):
    assert json.loads(everything["git-sync/acme/_folder.json"]) == {
        "apiVersion": "folder.grafana.app/v1beta1", "kind": "Folder", "metadata": {"name": "acme"}, "spec": {"title": "Agents ${literally} %{here}"}}
