"""`mtkg mcp`, asked by the SDK's own client: in memory, over standard input, over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

import mtkg
from mtkg.mcp.server import make_server
from mtkg.session import Session

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
TOOLS = {"define", "search", "paths", "claims", "why", "check", "lint"}
COMMAND = [sys.executable, "-m", "mtkg", "mcp"]
ARTICLE = "Manual therapy helps to clear metabolic waste. It also realigns joints.\n"


@pytest.fixture(scope="module")
def session(release_folder: Path) -> Session:
    return mtkg.load(release_folder)


def ask(target: Any, question: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(target) as client:
            return await question(client)

    return anyio.run(run)


def call(session: Session, tool: str, **arguments: Any) -> Any:
    return ask(make_server(session), lambda client: client.call_tool(tool, arguments))


def test_it_offers_its_tools_as_read_only_and_says_how_to_use_them(session: Session) -> None:
    async def look(client: Client) -> Any:
        return client.instructions, (await client.list_tools()).tools

    instructions, tools = ask(make_server(session), look)

    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert "never advice for a patient" in instructions


def test_a_definition_comes_with_graded_links(session: Session) -> None:
    answer = call(session, "define", term="joint mobilization")

    assert answer.structured_content["id"] == "JointMobilization"
    assert all(link["status"] for link in answer.structured_content["links"]["engages"])


def test_paths_name_the_weakest_link(session: Session) -> None:
    answer = call(session, "paths", start="joint mobilization", end="pain reduction", limit=2)

    found = answer.structured_content
    assert len(found["paths"]) == 2 <= found["total"]
    assert all(p["links"][p["weakest"]]["status"] == p["status"] for p in found["paths"])


def test_claims_carry_the_publications_on_both_sides(session: Session) -> None:
    answer = call(session, "claims", status="disputed", limit=50)

    items = answer.structured_content["items"]
    assert items and all(item["status"] == "disputed" for item in items)
    assert any(line["source"]["doi"] for item in items for line in item["evidence"])


def test_search_finds_by_parts_of_a_name(session: Session) -> None:
    items = call(session, "search", text="trigger").structured_content["items"]

    assert "TriggerPointTherapy" in {item["id"] for item in items}


def test_why_names_the_premises(session: Session) -> None:
    answer = call(
        session,
        "why",
        subject="DryNeedling",
        relation="subClassOf",
        object="ComplementaryIntervention",
    )

    assert answer.structured_content["holds"] and answer.structured_content["premises"]


def test_a_draft_is_checked(session: Session) -> None:
    found = call(session, "check", turtle="<a> a").structured_content["diagnostics"]

    assert [each["code"] for each in found] == ["KG101"]


def test_an_article_is_linted_as_the_python_interface_lints_it(session: Session) -> None:
    found = call(session, "lint", article=ARTICLE).structured_content

    assert found["diagnostics"] == session.lint(ARTICLE).to_json()["diagnostics"] != []
    assert found["total"] == len(found["diagnostics"])
    assert found["statistics"]["statements"] >= 1


def test_an_article_is_its_text_and_never_a_file_of_the_server(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "secret.md"
    file.write_text(ARTICLE, "utf-8")

    assert call(session, "lint", article=str(file)).structured_content["total"] == 0


def test_a_long_list_of_findings_is_cut_and_says_how_many_there_are(session: Session) -> None:
    found = call(session, "lint", article=ARTICLE, limit=1).structured_content

    assert len(found["diagnostics"]) == 1 < found["total"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("lint", {"article": "x", "form": "word"}, "markdown"),
        ("lint", {"article": "a\0b"}, "no text"),
        ("define", {"term": "JointMobilisatoin"}, "did you mean Joint"),
        ("paths", {"start": "Joint", "end": "Joint", "max_links": 99}, "max_links"),
        ("claims", {"status": "true"}, "established"),
    ],
)
def test_a_mistake_is_answered_with_what_would_be_right(
    session: Session, tool: str, arguments: dict[str, Any], said: str
) -> None:
    answer = call(session, tool, **arguments)

    assert answer.is_error
    assert said in answer.content[0].text
    assert "Traceback" not in answer.content[0].text


ASKED: dict[str, dict[str, Any]] = {
    "define": {"term": "Joint"},
    "search": {"text": "trigger"},
    "paths": {"start": "JointMobilization", "end": "PainReduction"},
    "claims": {"status": "disputed"},
    "why": {"subject": "DryNeedling", "relation": "subClassOf", "object": "Intervention"},
    "check": {"turtle": "<a> a"},
    "lint": {"article": ARTICLE},
}


async def _ask_all(client: Client) -> dict[str, Any]:
    answers = {name: await client.call_tool(name, given) for name, given in ASKED.items()}
    return {name: answer.structured_content for name, answer in answers.items()}


@pytest.fixture(scope="module")
def in_memory(session: Session) -> dict[str, Any]:
    found: dict[str, Any] = ask(make_server(session), _ask_all)
    assert found.keys() == TOOLS
    return found


@pytest.mark.slow
def test_every_tool_answers_over_standard_input(in_memory: dict[str, Any]) -> None:
    parameters = StdioServerParameters(
        command=COMMAND[0], args=COMMAND[1:], env=ENVIRONMENT, cwd=str(ROOT)
    )

    assert ask(stdio_client(parameters), _ask_all) == in_memory


@pytest.mark.slow
def test_every_tool_answers_over_http(in_memory: dict[str, Any]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [*COMMAND, "--http", "--port", str(port)],
        env=ENVIRONMENT,
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_port(port)
        assert ask(f"http://127.0.0.1:{port}/mcp", _ask_all) == in_memory
    finally:
        server.terminate()
        server.wait(15)


def _await_port(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start")
