"""An editor's session with the server, over its standard input and output."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).resolve().parents[2]
HEAD = """@prefix mtkg: <https://w3id.org/mtkg/> .
@prefix claim: <https://w3id.org/mtkg/claim/> .
@prefix source: <https://w3id.org/mtkg/source/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

"""
GOOD = """claim:mobilization-is-applied-to-capsules a mtkg:Claim ;
    skos:prefLabel "Joint mobilization is applied to the joint capsule."@en ;
    mtkg:claimSubject mtkg:JointMobilization ;
    mtkg:claimRelation mtkg:appliedTo ;
    mtkg:claimObject mtkg:JointCapsule ;
    mtkg:statedIn source:manual-therapy-article .
"""
WRONG = GOOD.replace("mtkg:appliedTo", "mtkg:engages")
URI = "file:///drafts/draft.ttl"


class Editor(LanguageClient):
    """A client that keeps the findings it is sent."""

    def __init__(self) -> None:
        super().__init__("test", "1")
        self.published: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

    async def codes(self) -> list[tuple[object, int]]:
        """Code and line (from 0) of the findings that come next."""
        params = await asyncio.wait_for(self.published.get(), 60)
        return [(d.code, d.range.start.line) for d in params.diagnostics]

    def type_(self, text: str, version: int) -> None:
        """Replace the whole document, as typing does step by step."""
        self.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(version, URI),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )


def session(text: str, act: Callable[[Editor], Awaitable[None]]) -> None:
    async def run() -> None:
        editor = Editor()
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        await editor.start_io(sys.executable, "-m", "mtkg", "lsp", env=environment, cwd=str(ROOT))
        try:
            await editor.initialize_async(
                lsp.InitializeParams(capabilities=lsp.ClientCapabilities())
            )
            editor.initialized(lsp.InitializedParams())
            editor.text_document_did_open(
                lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(URI, "turtle", 1, text))
            )
            await act(editor)
            await editor.shutdown_async(None)
            editor.exit(None)
        finally:
            await editor.stop()  # type: ignore[no-untyped-call]

    asyncio.run(run())


def at(text: str, words: str) -> lsp.Position:
    """The position just inside the first *words* of *text*."""
    before = text[: text.index(words) + 1]
    return lsp.Position(before.count("\n"), len(before.rpartition("\n")[2]))


def test_findings_come_while_typing_and_go_when_the_fault_is_mended() -> None:
    async def act(editor: Editor) -> None:
        assert await editor.codes() == [("KG304", 9)]

        editor.type_(HEAD + GOOD, 2)
        assert await editor.codes() == []

        editor.type_(HEAD + GOOD.replace("JointCapsule ;", "JointCapsule"), 3)
        assert await editor.codes() == [("KG101", 10)]

    session(HEAD + WRONG, act)


def test_hover_completion_definition_and_quick_fix() -> None:
    text = HEAD + GOOD.replace("mtkg:JointMobilization ;", "mtkg:JointMobilisation ;")

    async def act(editor: Editor) -> None:
        assert await editor.codes() == [("KG102", 7)]
        document = lsp.TextDocumentIdentifier(URI)

        hover = await editor.text_document_hover_async(
            lsp.HoverParams(document, at(text, "mtkg:JointCapsule"))
        )
        assert hover is not None and isinstance(hover.contents, lsp.MarkupContent)
        assert "joint capsule" in hover.contents.value

        place = await editor.text_document_definition_async(
            lsp.DefinitionParams(document, at(text, "mtkg:JointCapsule"))
        )
        assert isinstance(place, lsp.Location)
        assert place.uri.endswith("ontology/modules/tissues.ttl")

        cursor = at(text, "mtkg:JointMobilisation")
        cursor.character += len("mtkg:JointMobi") - 1
        found = await editor.text_document_completion_async(lsp.CompletionParams(document, cursor))
        assert isinstance(found, lsp.CompletionList)
        assert "mtkg:JointMobilization" in [item.label for item in found.items]

        line = lsp.Range(lsp.Position(7, 0), lsp.Position(7, 60))
        actions = await editor.text_document_code_action_async(
            lsp.CodeActionParams(document, line, lsp.CodeActionContext([]))
        )
        assert actions is not None
        assert [action.title for action in actions] == ["KG102: write mtkg:JointMobilization"]

    session(text, act)
