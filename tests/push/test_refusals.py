"""A 403 has several causes; what Grafana says beside it tells which."""

from __future__ import annotations

import pytest

from agentdash.push.connection import Connection
from agentdash.push.error_messages import answer
from agentdash.push.errors import Conflict, Denied, QuotaReached, Refused, Throttled
from tests.push.built import Built
from tests.push.fake import FakeGrafana, Fault
from tests.push.running import TOKEN, on_disk, push, run

_AT = Connection("http://h/", "GRAFANA_URL")


@pytest.mark.parametrize("status, message, kind", [
    (403, "Quota reached", QuotaReached), (403, "quota has been exceeded", QuotaReached), (403, "dashboard limit reached", QuotaReached),
    (422, "Quota exceeded for alert rules", QuotaReached), (400, "maximum number of folders", QuotaReached),
    (403, "You'll need additional permissions to perform this action. Permissions needed: dashboards:create", Denied),
    (403, "Access denied to this dashboard", Denied), (403, "", Denied), (403, "Forbidden", Denied),
    (403, "Cannot update read-only data source", Refused), (403, "<html><title>Blocked by WAF</title></html>", Refused),
    (429, "query quota exceeded", Throttled), (409, "data source with the same name already exists", Conflict),
])
def test_the_cause_is_read_from_what_is_said(status, message, kind):
    error = answer(status, message if message.startswith("<") else {"message": message}, _AT, "POST /api/x", None)
    assert type(error) is kind
    assert message.startswith("<") or message in str(error) or kind is Throttled


@pytest.mark.parametrize("version", ["10.4.19", "13.1.3"])
@pytest.mark.parametrize("where, said, part", [
    ("/api/dashboards/db", "Quota reached", "dashboard agentdash-"), ("/rule-groups/", "quota has been exceeded", "rule group agentdash/agent budgets"),
    ("/api/folders", "Quota reached", "folder agentdash"), ("/api/datasources", "Quota reached", "datasource agentdash-"),
])
def test_a_quota_is_no_missing_permission(tmp_path, version, where, said, part):
    with FakeGrafana(version) as fake:
        fake.refusals = {where: Fault(status=403, says=said)}
        ran = run("push", "--yes", "--dist", str(on_disk(Built().files(), tmp_path)), env={"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN})
        assert ran.code == 3
        line = next(line for line in ran.out.splitlines() if line.startswith(f"failed: {part}"))
        assert f'Grafana\'s quota is reached: "{said}"; delete what is not needed, or raise the limit' in line
        for wrong in ("credentials need", "give the service account", "may not create"):
            assert wrong not in ran.out
        # Not tried again and again.
        tried = [path for method, path in fake.requests if method != "GET" and where in path]
        assert len(tried) <= 2
        fake.refusals = {}
        assert push(fake, Built().desired()).code == 0


def test_another_refusal_is_quoted_without_a_guess(tmp_path, grafana):
    grafana.refusals = {"/api/dashboards/db": Fault(status=403, says="This folder is frozen until Monday")}
    ran = run("push", "--yes", "--dist", str(on_disk(Built().files(), tmp_path)), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    assert 'Grafana refuses it: "This folder is frozen until Monday"' in ran.out
    assert "credentials need" not in ran.out
