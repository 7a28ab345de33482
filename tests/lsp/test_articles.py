"""The language server on an article: the same findings, in the editor's own columns."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from lsprotocol import types as lsp

from tests.lsp.test_server import Editor

ROOT = Path(__file__).resolve().parents[2]
TEXT = "# Care\n\n\U0001f600 We offer joint mobs. Self-treatment *replaces* manual therapy.\n"


def test_an_article_is_judged_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    uri = path.as_uri()
    (tmp_path / "pyproject.toml").write_text('[tool.mtkg]\nlint-ignore = "TX401,TX402"\n')

    async def run() -> None:
        editor = Editor()
        environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        await editor.start_io(
            sys.executable, "-m", "mtkg", "lsp", env=environment, cwd=str(tmp_path)
        )
        try:
            await editor.initialize_async(
                lsp.InitializeParams(capabilities=lsp.ClientCapabilities())
            )
            editor.initialized(lsp.InitializedParams())
            editor.text_document_did_open(
                lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "markdown", 1, TEXT))
            )
            params = await asyncio.wait_for(editor.published.get(), 60)
            found = {d.code: d.range for d in params.diagnostics}
            line = TEXT.split("\n")[2]
            units = len(line[: line.index("joint mobs")].encode("utf-16-le")) // 2
            assert set(found) == {"TX102", "TX205"}
            assert found["TX102"].start == lsp.Position(2, units)
            assert found["TX102"].end == lsp.Position(2, units + len("joint mobs"))

            actions = await editor.text_document_code_action_async(
                lsp.CodeActionParams(
                    lsp.TextDocumentIdentifier(uri), found["TX102"], lsp.CodeActionContext([])
                )
            )
            assert actions is not None
            assert [action.title for action in actions] == ["TX102: write “joint mobilizations”"]
            await editor.shutdown_async(None)
            editor.exit(None)
        finally:
            await editor.stop()  # type: ignore[no-untyped-call]

    asyncio.run(run())
