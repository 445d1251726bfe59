"""No secret in any output: not in the plan, an error, a log of requests, JSON, or what is written to disk."""

from __future__ import annotations

import base64

import pytest

from agentdash.push.secrets import Guard, fill
from tests.push.built import ENV, Built
from tests.push.fake import Fault
from tests.push.running import TOKEN, on_disk, run

PASSWORD = "s3cret-pass"
SECRETS = [TOKEN, PASSWORD, base64.b64encode(f"admin:{PASSWORD}".encode()).decode(), *ENV.values()]
COMMANDS = [
    ("diff", "-v"), ("diff", "-v", "--json"), ("push", "--yes", "-v"), ("push", "--yes", "-v", "--json", "--secrets"), ("push", "--dry-run", "-v", "--force"),
    ("pull", "-v"), ("pull", "-v", "--json"), ("destroy", "--yes", "-v"),
]


def clean(ran, directory) -> None:
    text = ran.out + ran.err
    for secret in SECRETS:
        assert secret not in text
    for file in directory.rglob("*"):
        if file.is_file():
            assert not any(secret.encode() in file.read_bytes() for secret in SECRETS), file


@pytest.mark.parametrize("login", [{"GRAFANA_TOKEN": TOKEN}, {"GRAFANA_USER": "admin", "GRAFANA_PASSWORD": PASSWORD}], ids=["token", "password"])
@pytest.mark.parametrize("how", ["well", "500", "login", "redirect", "403", "reset", "wrong"])
def test_no_output_holds_a_secret(grafana, tmp_path, login, how):
    dist = on_disk(Built().files(), tmp_path / "dist")
    env = {"GRAFANA_URL": grafana.url, "AGENTDASH_DEBUG": "", **login}
    run("push", "--yes", "--dist", str(dist), env=env)
    if how in ("500", "login", "redirect"):
        grafana.mood = how
    elif how == "403":
        grafana.state.denied = {"dashboards:read", "datasources:write", "alert.rules:read"}
    elif how == "reset":
        grafana.always = Fault(drop=True)
    elif how == "wrong":
        grafana.state.token = "another"
    grafana.state.datasources["agentdash-prometheus"]["url"] = f"http://admin:{PASSWORD}@gigapipe"
    for command in COMMANDS:
        more = ["-o", str(tmp_path / "pulled")] if command[0] == "pull" and how != "well" else []
        ran = run(*command, *more, "--dist", str(dist), env=env)
        clean(ran, tmp_path)
        if "-v" in command and how not in ("login", "redirect", "reset"):
            assert "GET /api/health 200" in ran.err


def test_a_url_with_a_login(grafana, tmp_path):
    dist = on_disk(Built().files(), tmp_path / "dist")
    url = grafana.url.replace("//", f"//admin:{PASSWORD}@")
    ran = run("push", "--yes", "-v", "--dist", str(dist), env={"GRAFANA_URL": url})
    assert ran.code == 0
    clean(ran, tmp_path)
    ran = run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": url.replace("127.0.0.1", "grafana.invalid")})
    assert ran.code == 2
    clean(ran, tmp_path)


def test_a_token_in_a_file(grafana, tmp_path):
    dist = on_disk(Built().files(), tmp_path / "dist")
    file = tmp_path / "token"
    file.write_text(TOKEN + "\n")
    assert run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN_FILE": str(file)}).code == 0
    file.write_text("")
    assert "empty; write the secret into it" in run("diff", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN_FILE": str(file)}).line
    assert "cannot be read" in run("diff", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN_FILE": "nowhere"}).line


def test_secrets_arrive_and_only_there(grafana, tmp_path):
    dist = on_disk(Built().files(), tmp_path / "dist")
    run("push", "--yes", "--dist", str(dist), env={"GRAFANA_URL": grafana.url, "GRAFANA_TOKEN": TOKEN})
    assert grafana.state.datasources["agentdash-prometheus"]["secret"] == {"basicAuthPassword": ENV["GP_PASSWORD"], "httpHeaderValue1": ENV["GP_TENANT"]}
    for (method, path), body in zip(grafana.requests, grafana.bodies, strict=True):
        if ENV["GP_PASSWORD"].encode() in body:
            assert (method, path) == ("POST", "/api/datasources")


def test_no_command_takes_a_secret_as_an_argument():
    for command in ("diff", "push", "pull", "destroy"):
        ran = run(command, "--help")
        assert not any(word in ran.out for word in ("--token", "--password", "--user"))


def test_fill_and_guard():
    assert fill("a${X}b$${X}", {"X": "1"}, "here") == "a1b${X}"
    guard = Guard()
    guard.learn("p@ss word", "ab")
    guard.learn_login("me", "p@ss word")
    encoded = base64.b64encode(b"me:p@ss word").decode()
    assert guard.hide(f"p@ss word p%40ss%20word {encoded} ab http://u:v@h/") == "*** *** *** ab http://***@h/"
