"""The tools an assistant gets: define, search, paths, claims, why, check and lint."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Final, Literal, ParamSpec

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from mtkg import __version__, answers
from mtkg.errors import MtkgError
from mtkg.model.claims import Status
from mtkg.paths import DEFAULT_LINKS, MOST_LINKS
from mtkg.session import Session
from mtkg.session.drafts import Form

P = ParamSpec("P")
Json = dict[str, Any]
Name = Annotated[str, Field(description="Local name, CURIE, IRI, or exact label or synonym.")]
Limit = Annotated[int, Field(ge=1, le=50, description="Most results to give.")]
Text = Annotated[str, Field(max_length=1_000_000)]

READ_ONLY: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def make_server(session: Session) -> MCPServer[None]:
    """A server whose tools answer from *session*; nothing it does changes anything."""
    instructions = Path(__file__).with_name("instructions.txt").read_text(encoding="utf-8")
    server: MCPServer[None] = MCPServer(
        "mtkg",
        title="Manual therapy knowledge graph",
        version=__version__,
        instructions=instructions,
        log_level="WARNING",
    )
    tools = Tools(session)
    for tool in (
        tools.define,
        tools.search,
        tools.paths,
        tools.claims,
        tools.why,
        tools.check,
        tools.lint,
    ):
        server.tool(annotations=READ_ONLY)(_told(tool))
    return server


def _told(tool: Callable[P, Json]) -> Callable[P, Json]:
    """*tool* with the errors a caller can act on told in words."""

    @wraps(tool)
    def run(*args: P.args, **kwargs: P.kwargs) -> Json:
        try:
            return tool(*args, **kwargs)
        except MtkgError as error:
            raise ToolError("\n".join(filter(None, (str(error), error.help)))) from error

    return run


class Tools:
    """Each method is a tool: its docstring is what the assistant reads."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def define(self, term: Name) -> Json:
        """The definition of a term, its place, synonyms, cross-references and graded links."""
        return self._session.term(term).shown

    def search(self, text: str, kind: str | None = None, limit: Limit = 10) -> Json:
        """Terms that a text may mean, best first. Use it where `define` finds nothing."""
        hits = self._session.search(text, kind, limit)
        return {"items": hits.records(), "release": self._session.release}

    def paths(
        self,
        start: Name,
        end: Name,
        max_links: Annotated[int, Field(ge=1, le=MOST_LINKS)] = DEFAULT_LINKS,
        exact: bool = False,  # noqa: FBT001, FBT002 - the caller names it
        limit: Limit = 5,
    ) -> Json:
        """
        Through what a technique (start) is thought to bring about an effect (end).

        Chains, best supported first; `weakest` is the index of the weakest link. `exact` leaves
        out chains through claims about a wider or narrower term.
        """
        found = self._session.paths(start, end, max_links=max_links, exact=exact)
        shown = found.to_json()
        return shown | {"paths": shown["paths"][:limit], "total": len(found)}

    def claims(
        self,
        subject: Name | None = None,
        relation: str | None = None,
        object: Name | None = None,
        status: Status | None = None,
        limit: Limit = 10,
    ) -> Json:
        """Claims that meet every condition, with all their evidence for and against, and DOIs."""
        found = self._session.claims(
            subject=subject, relation=relation, object=object, status=status
        )
        graph = self._session.graph
        shown = [answers.claim(graph, claim) for claim in found[:limit]]
        return {"items": shown, "total": len(found), "release": graph.release}

    def why(self, subject: Name, relation: str, object: Name) -> Json:
        """Why a link (or subClassOf) holds or not: axioms and claims, with file and line."""
        found = self._session.why(subject, relation, object)
        return answers.explanation(self._session.graph, found)

    def check(self, turtle: Text) -> Json:
        """What is wrong with a draft in Turtle (terms or claims), judged with the graph."""
        found = [each.to_json() for each in self._session.check(turtle)]
        return {"diagnostics": found, "release": self._session.release}

    def lint(
        self,
        article: Annotated[Text, Field(description="The article's text itself, not a file name.")],
        form: Form = "markdown",
        limit: Annotated[int, Field(ge=1, le=200, description="Most findings to give.")] = 50,
    ) -> Json:
        """
        Where an article says what the graph knows otherwise or is less sure of, and better words.

        Each finding has its place (line and column from 1), what the graph holds, DOIs to cite,
        and fixes. `statistics` tells how many statements were read and how many left undecided:
        what is not found is not thereby right.
        """
        found = self._session.lint_text(article, form=form)
        shown = found.to_json()
        return {
            **shown,
            "diagnostics": shown["diagnostics"][:limit],
            "total": len(found),
            "release": self._session.release,
        }


def serve(
    session: Session, transport: Literal["stdio", "http"], host: str = "127.0.0.1", port: int = 8765
) -> None:
    """Answer until the client goes (stdio) or the process is stopped (http, at ``/mcp``)."""
    server = make_server(session)
    if transport == "stdio":
        server.run("stdio")
    else:
        server.run("streamable-http", host=host, port=port, stateless_http=True, json_response=True)
