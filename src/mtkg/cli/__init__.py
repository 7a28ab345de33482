"""The ``mtkg`` command: one module per verb, each with a ``command``, loaded when it is called."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

import click

from mtkg.errors import BuildRefused, MtkgError

INTERNAL_ERROR = 3
INTERRUPTED = 130


class Verbs(click.Group):
    """A group whose verbs are the modules of this package; importing one waits for its call."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, sorted."""
        modules = pkgutil.iter_modules(__path__)
        return sorted(m.name for m in modules if not m.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb's command, imported now; None for an unknown verb."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name}")
        command = module.command
        if not isinstance(command, click.Command):
            raise TypeError(f"{module.__name__}.command is no click command")
        return command


def _say_version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    """``mtkg --version`` is ``mtkg version``, for those who type it as with other programs."""
    if asked and (command := cli.get_command(ctx, "version")):
        ctx.invoke(command)
        ctx.exit()


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`mtkg VERB --help` tells all about a verb. Completion in bash: "
    'eval "$(_MTKG_COMPLETE=bash_source mtkg)"; or zsh_source, fish_source.',
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_say_version,
    help="Say which program and release this is.",
)
def cli() -> None:
    """
    The manual therapy knowledge graph: terms, claims, and the evidence for and against each.

    A reference work, never advice for a patient.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every error ends as one message and an exit code, never a trace."""
    try:
        sys.exit(cli.main(args=arguments, prog_name="mtkg", standalone_mode=False) or 0)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except MtkgError as error:
        _say(error)
        sys.exit(error.exit_code)
    except Exception as error:
        if os.environ.get("MTKG_DEBUG"):
            raise
        click.echo(f"mtkg: internal error: {type(error).__name__}: {error}", err=True)
        click.echo("  set MTKG_DEBUG=1 to see where, and please report it", err=True)
        sys.exit(INTERNAL_ERROR)


def _say(error: MtkgError) -> None:
    click.echo(f"mtkg: {error}", err=True)
    if isinstance(error, BuildRefused):
        for d in error.diagnostics:
            start = d.start
            place = f"{d.file}:{start.line}:{start.column}"
            click.echo(f"  {place} {d.code} {d.name}  {d.message}", err=True)
    if error.help:
        click.echo(f"  {error.help}", err=True)
