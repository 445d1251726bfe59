"""Whatever is wrong: one line that says what to check, exit 2, and nothing is changed."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys

import pytest

from agentdash.errors import AgentdashError
from agentdash.push.connection import clean_url
from agentdash.push.secrets import Guard
from agentdash.push.steps import Options
from tests.push.built import Built
from tests.push.fake import FakeGrafana, Fault
from tests.push.running import TOKEN, connect, on_disk, push, run


@pytest.fixture
def dist(tmp_path):
    return on_disk(Built().files(), tmp_path / "dist")


def tried(dist, env, *arguments):
    """`push` and `diff`, which must say the same."""
    env = {"GRAFANA_TOKEN": TOKEN, "GRAFANA_TIMEOUT": "2", **env}
    ran = run("push", "--yes", "--dist", str(dist), *arguments, env=env)
    other = run("diff", "--dist", str(dist), *arguments, env=env)
    assert (ran.code, other.code) == (2, 2), (ran, other)
    assert ran.line == other.line
    assert not ran.out
    assert ran.line.startswith("agentdash: ")
    assert TOKEN not in ran.line
    return ran.line


def test_nobody_listens(dist):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = tried(dist, {"GRAFANA_URL": f"http://127.0.0.1:{port}"})
    assert line == f"agentdash: GRAFANA_URL: http://127.0.0.1:{port}/: connection refused; check the address and whether Grafana is running"


def test_no_such_host(dist):
    line = tried(dist, {"GRAFANA_URL": "http://grafana.invalid"})
    assert line == "agentdash: GRAFANA_URL: http://grafana.invalid/: no such host: grafana.invalid; check the name and your DNS"


@pytest.mark.parametrize("url", ["grafana.example.com", "ftp://x", "http://", "http://a b", "http://h:port", "https:/x"])
def test_no_url(dist, url):
    assert tried(dist, {"GRAFANA_URL": url}).startswith("agentdash: GRAFANA_URL: not a")


def test_which_grafana(dist, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert tried(dist, {}) == "agentdash: which Grafana? set GRAFANA_URL, or write targets: into agentdash.yaml"


@pytest.mark.parametrize("mood, part", [("login", "a web page instead of JSON"), ("redirect", "was sent on to a login page (/login)")])
def test_a_page_instead_of_an_answer(dist, grafana, mood, part):
    grafana.mood = mood
    line = tried(dist, {"GRAFANA_URL": grafana.url})
    assert part in line
    assert "token=" not in line


def test_something_else_answers(dist, grafana):
    grafana.always = Fault(status=404)
    assert "no Grafana there; if it lies under a sub-path" in tried(dist, {"GRAFANA_URL": grafana.url})


def test_a_sub_path(dist):
    with FakeGrafana(sub_path="/monitoring/grafana") as fake:
        assert "sub-path" in tried(dist, {"GRAFANA_URL": fake.url.removesuffix("/monitoring/grafana")})
        for url in (fake.url, fake.url + "/", fake.url + "/login", fake.url + "/api"):
            ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": url, "GRAFANA_TOKEN": TOKEN})
            assert ran.code == 0, ran


@pytest.mark.parametrize("token, part", [
    ("glsa_wrong", '("Invalid API key"); check that it belongs to this Grafana'), ("glsa_expired", "the token has expired; make a new one"),
    ("", "Grafana wants credentials; set GRAFANA_TOKEN"),
])
def test_credentials_that_do_not_do(dist, grafana, token, part):
    line = tried(dist, {"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": token})
    assert part in line
    assert "glsa_" not in line
    assert grafana.writes == []


def test_the_wrong_organisation(dist, grafana):
    line = tried(dist, {"GRAFANA_URL": grafana.url, "GRAFANA_ORG_ID": "7"})
    assert "GRAFANA_ORG_ID" in line
    assert "does not belong to organisation 7" in line
    user = {"GRAFANA_TOKEN": "", "GRAFANA_USER": "admin", "GRAFANA_PASSWORD": "s3cret-pass"}
    line = tried(dist, {"GRAFANA_URL": grafana.url, "GRAFANA_ORG_ID": "7", **user})
    assert "the user is not in organisation 7; write one of the user's: 1" in line
    assert run("diff", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_ORG_ID": "1", **user}).code == 1


@pytest.mark.parametrize("name, value", [("GRAFANA_ORG_ID", "one"), ("GRAFANA_TIMEOUT", "0"), ("GRAFANA_TOKEN", "with space"), ("GRAFANA_TOKEN", "näh")])
def test_odd_variables(dist, grafana, name, value):
    line = tried(dist, {"GRAFANA_URL": grafana.url, name: value})
    assert name in line
    assert name != "GRAFANA_TOKEN" or value not in line


@pytest.mark.parametrize("version", ["10.3.3", "9.5.1"])
def test_a_grafana_that_is_too_old(dist, version):
    with FakeGrafana(version) as fake:
        assert "agentdash needs 10.4 or newer" in tried(dist, {"GRAFANA_URL": fake.url})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("needs openssl")
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out ca.pem -days 2 -subj /CN=localhost"
    subprocess.run([*command.split(), "-addext", "subjectAltName=IP:127.0.0.1"], cwd=folder, check=True, capture_output=True)
    return folder


def test_a_self_signed_certificate(dist, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "ca.pem", certificate / "key.pem")
    with FakeGrafana(tls=context) as fake:
        assert "is not trusted: it is self-signed; set GRAFANA_CA_FILE" in tried(dist, {"GRAFANA_URL": fake.url})
        assert "no TLS there" not in tried(dist, {"GRAFANA_URL": fake.url.replace("https", "http")})
        for trust in ({"GRAFANA_CA_FILE": str(certificate / "ca.pem")}, {"GRAFANA_INSECURE": "true"}):
            ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN, **trust})
            assert (ran.code, ran.err) == (0, "")


def test_https_where_there_is_none(dist, grafana):
    assert "no TLS there" in tried(dist, {"GRAFANA_URL": grafana.url.replace("http", "https")})


def test_a_ca_file_that_is_not_there(dist, grafana):
    line = tried(dist, {"GRAFANA_URL": grafana.url.replace("http", "https"), "GRAFANA_CA_FILE": "nowhere.pem"})
    assert "nowhere.pem" in line
    assert "GRAFANA_CA_FILE" in line


def test_a_500_with_a_body(dist, grafana):
    grafana.mood = "500"
    ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    assert ran.code == 2
    assert "HTTP 500" in ran.out
    assert "something broke" in ran.out
    assert "check Grafana's log" in ran.out
    assert TOKEN not in ran.out + ran.err
    assert grafana.writes == []


@pytest.mark.parametrize("status, part", [(502, "HTTP 502"), (503, "HTTP 503"), (504, "HTTP 504"), (429, "too many requests")])
def test_trouble_that_does_not_end(dist, grafana, status, part):
    grafana.always = Fault(status=status)
    assert part in tried(dist, {"GRAFANA_URL": grafana.url})


def test_silence(grafana):
    grafana.latency = 0.5
    with pytest.raises(AgentdashError) as caught:
        connect(grafana, timeout=0.1, tries=2)
    assert str(caught.value) == "GET /api/health: no answer within 0.1 s; raise GRAFANA_TIMEOUT if Grafana is this slow"


def test_a_dashboard_of_ten_megabytes(tmp_path, grafana):
    built = Built(("big",))
    built.dashboards["big"]["panels"][0]["description"] = "x" * 10_000_000
    line = tried(on_disk(built.files(), tmp_path / "dist"), {"GRAFANA_URL": grafana.url})
    assert "dashboards/big.json: 10 MiB, no Grafana shows a dashboard above 8 MiB" in line
    assert grafana.requests == []


def test_a_dashboard_too_large_for_the_proxy(grafana, tmp_path):
    built = Built(("big", "small"))
    built.dashboards["big"]["panels"][0]["description"] = "x" * 2_000_000
    grafana.state.largest_body = 1_000_000
    ran = run("push", "--yes", "--dist", str(on_disk(built.files(), tmp_path)), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    assert ran.code == 3
    assert "failed: dashboard agentdash-big: too large for Grafana or the proxy before it" in ran.out
    assert "agentdash-small" in grafana.state.dashboards


def test_a_variable_for_a_secret_that_is_not_set(dist, grafana):
    ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN, "GP_PASSWORD": ""})
    assert ran.code == 2
    assert ran.line == (
        "agentdash: datasource agentdash-prometheus: basicAuthPassword: the environment variable GP_PASSWORD is not set; "
        "export GP_PASSWORD before the push")
    assert grafana.writes == []


@pytest.mark.parametrize("path, content, part", [
    ("manifest.json", None, "no manifest.json in it"), ("manifest.json", b"{", "manifest.json: line 1: not JSON"),
    ("manifest.json", b"[]", "not what `agentdash build` writes"), ("manifest.json", b'{"version": 2}', "this agentdash reads 1"),
    ("manifest.json", b'{"version": 1, "uid_prefix": "a b"}', "is no uid"), ("dashboards/cost.json", None, "yet the manifest names it"),
    ("dashboards/cost.json", b"\xff", "not JSON"), ("dashboards/cost.json", b'{"uid": "other"}', "the manifest says"),
    ("api/folders.json", json.dumps([{"uid": "a", "title": "A", "parentUid": "b"}, {"uid": "b", "title": "B", "parentUid": "a"}]).encode(), "form a circle"),
    ("api/datasources.json", json.dumps([{"uid": "a", "name": "A"}] * 2).encode(), "its uid is also in"),
    ("api/alert-rules.json", json.dumps([{"folderUid": "a", "title": "t", "rules": [{"title": "r"}]}]).encode(), "is no uid"),
])
def test_files_that_cannot_be_pushed(dist, grafana, path, content, part):
    if content is None:
        (dist / path).unlink()
    else:
        (dist / path).write_bytes(content)
    line = tried(dist, {"GRAFANA_URL": grafana.url})
    assert part in line
    assert str(dist) in line
    assert grafana.requests == []


def test_no_directory(grafana, tmp_path):
    assert "no such directory; `agentdash build` writes one" in tried(tmp_path / "none", {"GRAFANA_URL": grafana.url})


@pytest.mark.parametrize("word, hint", [
    ("dashbords", 'did you mean "dashboards"?'), ("alert", 'did you mean "alerts"?'), ("agentdash-costs", 'did you mean "agentdash-cost"?'),
    ("*-nothing", "write a uid, a pattern of uids, or one of folders, datasources, dashboards, alerts"), ("", "write a uid"),
])
def test_only_what_is_not_there(dist, grafana, word, hint):
    for command in (("push", "--yes"), ("push", "--yes", "--prune"), ("diff",), ("pull",), ("destroy", "--yes")):
        ran = run(*command, "--only", word, "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
        assert ran.code == 2, command
        assert ran.line.startswith(f"agentdash: --only {word}: no kind and no uid of what is there to push; {hint}")
    assert grafana.writes == []


def test_only_something_that_is_no_longer_built(grafana):
    push(grafana, Built().desired())
    ended = push(grafana, Built(("overview",), nested=False).desired(), Options(only=("agentdash-cost",), prune=True))
    assert [step.uid for step in ended.plan.of("delete")] == ["agentdash-cost"]


def test_a_datasource_name_that_is_taken(dist, grafana):
    push(grafana, Built().desired())
    grafana.state.datasources["theirs"] = {**grafana.state.datasources.pop("agentdash-tempo"), "uid": "theirs"}
    ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    assert ran.code == 3
    assert 'another datasource is called "agentdash tempo"; write another name for this one (datasources.tempo.name)' in ran.out


def test_a_folder_title_that_is_taken(dist):
    with FakeGrafana("10.4.19") as fake:
        fake.state.folders["theirs"] = {"uid": "theirs", "id": 1, "title": "AI agents", "parentUid": "", "version": 1}
        ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN})
        assert ran.code == 3
        assert 'another folder is called "AI agents" (uid theirs); write that uid as grafana.folder_uid' in ran.out
        assert "not tried: dashboard agentdash-overview: its folder agentdash is not there" in ran.out


def test_a_dashboard_title_that_is_taken(dist):
    with FakeGrafana("10.4.19") as fake:
        push(fake, Built().desired())
        fake.state.dashboards["theirs"] = {**fake.state.dashboards.pop("agentdash-overview"), "uid": "theirs"}
        ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": fake.url, "GRAFANA_TOKEN": TOKEN})
        assert ran.code == 3
        assert 'another dashboard in this folder is called "Overview"; rename or delete that one' in ran.out


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", "http://proxy.invalid:3128"])
def test_a_proxy_that_does_not_answer(dist, proxy):
    # In a process of its own: the HTTP library reads proxies once.
    env = {**os.environ, **dict.fromkeys(("HTTP_PROXY", "http_proxy"), proxy), "NO_PROXY": "", "no_proxy": "", "GRAFANA_URL": "http://grafana.invalid"}
    command = [sys.executable, "-m", "agentdash", "diff", "--dist", str(dist)]
    done = subprocess.run(command, env=env, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "the proxy does not answer; check HTTPS_PROXY, HTTP_PROXY and NO_PROXY" in done.stderr


def test_addresses_as_people_copy_them():
    def cleaned(text: str) -> str:
        return clean_url(text, "here", Guard())[0]

    assert cleaned(" https://h.example/grafana/login ") == cleaned("https://h.example/grafana") == "https://h.example/grafana/"
    assert cleaned("http://h:3000/api/") == "http://h:3000/"
    assert cleaned("http://h/myapi") == "http://h/myapi/"
    assert cleaned("http://[::1]:3000") == "http://[::1]:3000/"
    assert clean_url("http://u:pw@h", "here", Guard()) == ("http://h/", ("u", "pw"))


def test_the_server_goes_away_in_the_middle(dist, grafana):
    down = Fault(drop=True)
    grafana.faults = dict.fromkeys(range(12, 100), down)
    ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    assert ran.code == 3
    assert "the connection was dropped without an answer" in ran.out
    assert "not tried" in ran.out
    grafana.faults = {}
    assert run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN}).code == 0
