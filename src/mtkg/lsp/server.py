"""The protocol: which request asks what of `Knowledge`."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from mtkg import __version__
from mtkg.errors import MtkgError
from mtkg.lsp.completing import complete
from mtkg.lsp.convert import from_lsp, to_action, to_diagnostic, to_range
from mtkg.lsp.judges import judge_of
from mtkg.lsp.knowledge import Knowledge, read_draft
from mtkg.model.diagnostics import Diagnostic
from mtkg.turtle.tokens import Lines

_PAUSE_S: Final = 0.1
_log = logging.getLogger("mtkg.lsp")


@dataclass
class _Open:
    """A document that is open in the editor: its last findings and the check under way."""

    found: tuple[Diagnostic, ...] = ()
    task: asyncio.Task[None] | None = None
    shown: list[lsp.Diagnostic] = field(default_factory=list)


class Server(LanguageServer):
    """The server with what it knows; make it with `create_server`."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__("mtkg", __version__)
        self.knowledge = knowledge
        self.open: dict[str, _Open] = {}

    def text(self, uri: str) -> str:
        """The text of an open document as the editor has it."""
        return self.workspace.get_text_document(uri).source

    async def check(self, uri: str, pause: float) -> None:
        """Judge the document after *pause* seconds without a further keystroke."""
        await asyncio.sleep(pause)
        path = path_of(uri)
        judge = judge_of(path, self.knowledge)
        if judge is None:
            return
        text = self.text(uri)
        try:
            found = await asyncio.to_thread(judge, path, text)
        except MtkgError as error:
            self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, f"mtkg: {error}"))
            return
        if uri not in self.open or self.text(uri) != text:
            return
        lines = Lines(text)
        state = self.open[uri]
        state.found = found
        state.shown = [to_diagnostic(diagnostic, lines, {}) for diagnostic in found]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, state.shown))

    def schedule(self, uri: str, pause: float) -> None:
        """Check the document soon; a check that was scheduled before is dropped."""
        state = self.open.setdefault(uri, _Open())
        if state.task is not None and not state.task.done():
            state.task.cancel()
        state.task = asyncio.get_running_loop().create_task(self.check(uri, pause))


def path_of(uri: str) -> Path:
    """
    The path of a ``file:`` URI; other URIs give a path with the same ending.

    >>> path_of("file:///a/b%20c.ttl").as_posix()
    '/a/b c.ttl'
    """
    parts = urlsplit(uri)
    return Path(unquote(parts.path or uri))


def create_server(ontology: Path) -> Server:
    """A language server over one ontology folder."""
    server = Server(Knowledge(ontology))
    _follow_documents(server)
    _answer_questions(server)
    return server


def _follow_documents(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        server.schedule(params.text_document.uri, 0.0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        server.schedule(params.text_document.uri, _PAUSE_S)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: lsp.DidSaveTextDocumentParams) -> None:
        saved = path_of(params.text_document.uri).resolve()
        if saved.is_relative_to(server.knowledge.ontology.resolve()):
            server.knowledge.forget()
            for uri in server.open:
                server.schedule(uri, 0.0)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        state = server.open.pop(uri, None)
        if state is not None and state.task is not None:
            state.task.cancel()
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))


def _answer_questions(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    @server.thread()
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        text = server.text(params.text_document.uri)
        lines = Lines(text)
        draft = read_draft(path_of(params.text_document.uri), text)
        found = draft.name_at(from_lsp(params.position, lines))
        if found is None:
            return None
        said = server.knowledge.hover(found[0], draft)
        if said is None:
            return None
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, said)
        return lsp.Hover(content, to_range(found[1].start, found[1].end, lines))

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    @server.thread()
    def definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        uri = params.text_document.uri
        text = server.text(uri)
        draft = read_draft(path_of(uri), text)
        found = draft.name_at(from_lsp(params.position, Lines(text)))
        place = server.knowledge.definition_place(found[0], draft) if found else None
        if place is None:
            return None
        if place.file == draft.file:
            return lsp.Location(uri, to_range(place.start, place.end, Lines(text)))
        lines = Lines(Path(place.file).read_text(encoding="utf-8"))
        target = Path(place.file).absolute().as_uri()
        return lsp.Location(target, to_range(place.start, place.end, lines))

    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[":", " "])
    )
    @server.thread()
    def completion(params: lsp.CompletionParams) -> lsp.CompletionList:
        lines = Lines(server.text(params.text_document.uri))
        cursor = from_lsp(params.position, lines)
        before = lines.line(cursor.line)[: cursor.column - 1]
        found = complete(before, server.knowledge.candidates)
        start = lsp.Position(
            params.position.line,
            params.position.character - len(found.typed.encode("utf-16-le")) // 2,
        )
        items = [
            lsp.CompletionItem(
                candidate.curie,
                detail=f"{candidate.label} ({candidate.sort})",
                documentation=candidate.definition,
                filter_text=f"{found.typed} {candidate.curie} {candidate.label}",
                sort_text=f"{rank:04}",
                text_edit=lsp.TextEdit(lsp.Range(start, params.position), candidate.curie),
            )
            for rank, candidate in enumerate(found.names)
        ]
        return lsp.CompletionList(is_incomplete=found.truncated, items=items)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION)
    async def code_action(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        state = server.open.get(uri)
        if state is None:
            return []
        lines = Lines(server.text(uri))
        first, last = params.range.start.line, params.range.end.line
        return [
            to_action(diagnostic, fix, uri, shown, lines)
            for diagnostic, shown in zip(state.found, state.shown, strict=True)
            if shown.range.start.line <= last and first <= shown.range.end.line
            for fix in diagnostic.fixes
        ]
