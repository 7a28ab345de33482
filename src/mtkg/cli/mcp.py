"""``mtkg mcp``: the graph as tools for an assistant."""

from __future__ import annotations

import click

from mtkg.errors import UsageError


@click.command("mcp", short_help="Serve the graph to an assistant (MCP).")
@click.option("--http", is_flag=True, help="Serve over HTTP at /mcp instead of standard input.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535))
@click.option("--connect", "url", metavar="URL", help="Answer from the graph served there.")
def command(http: bool, host: str, port: int, url: str | None) -> None:
    """
    Serve the graph to an assistant by the Model Context Protocol.

    Tools: define, search, paths, claims, why, check, lint. Needs the extra `mcp`:
    pip install 'mtkg[mcp]'
    """
    try:
        from mtkg.mcp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("mtkg"):
            raise
        raise UsageError(
            f"the Model Context Protocol needs {error.name}", help="pip install 'mtkg[mcp]'"
        ) from error
    from mtkg.session import connect, load

    session = connect(url) if url else load()
    if http:
        click.echo(f"serving http://{host}:{port}/mcp", err=True)
    serve(session, "http" if http else "stdio", host, port)
