"""The family of errors that mtkg raises: each names the user's problem and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtkg.model.diagnostics import Diagnostic


class MtkgError(Exception):
    """
    Something a user can understand and act on.

    ``str(error)`` says what is wrong and where; ``help`` says what to do.
    """

    exit_code = 3

    def __init__(self, message: str, *, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class UsageError(MtkgError):
    """A command or request that cannot be understood, or a file that cannot be read."""

    exit_code = 2


class BadParameter(UsageError):
    """A parameter whose value is not one of those it can take."""

    def __init__(self, name: str, got: str, expected: str, *, help: str | None = None) -> None:
        super().__init__(f"{name}: got {got!r}, expected {expected}", help=help)
        self.name = name
        self.got = got
        self.expected = expected


class NotFound(UsageError):
    """A name that the graph does not hold; carries the nearest names it does hold."""

    def __init__(self, what: str, name: str, did_you_mean: Sequence[str] = ()) -> None:
        near = f"; did you mean {', '.join(did_you_mean)}?" if did_you_mean else ""
        super().__init__(f"no {what} {name!r}{near}")
        self.what = what
        self.name = name
        self.did_you_mean = tuple(did_you_mean)


class SyntaxProblem(UsageError):
    """Text in a formal language that cannot be read. Lines and columns count from 1."""

    def __init__(
        self,
        detail: str,
        *,
        line: int,
        column: int,
        file: str | None = None,
        help: str | None = None,
    ) -> None:
        place = f"{file}:{line}:{column}" if file else f"line {line}, column {column}"
        super().__init__(f"{place}: {detail}", help=help)
        self.detail = detail
        self.file = file
        self.line = line
        self.column = column


class Forbidden(MtkgError):
    """A request that a read-only graph does not carry out: updates, SERVICE, LOAD."""

    exit_code = 2


class GraphUnavailable(MtkgError):
    """The graph cannot be loaded: no release, a broken one, or a store that does not answer."""


class BuildRefused(MtkgError):
    """A build that found errors in the ontology or the claims; nothing was written."""

    exit_code = 1

    def __init__(
        self, message: str, diagnostics: Sequence[Diagnostic] = (), *, help: str | None = None
    ) -> None:
        super().__init__(message, help=help)
        self.diagnostics = tuple(diagnostics)


class ReasonerFailed(MtkgError):
    """The reasoner gave no answer: no Java, out of time, out of memory, or crashed."""


class LimitReached(MtkgError):
    """A request that is larger or slower than a limit allows."""

    def __init__(self, message: str, *, limit: float, help: str | None = None) -> None:
        super().__init__(message, help=help)
        self.limit = limit


class TimedOut(LimitReached):
    """A query that was stopped at its deadline; ``limit`` is in seconds."""


class TooLarge(LimitReached):
    """A body or query above the size limit; ``limit`` is in bytes."""


class Busy(MtkgError):
    """No capacity at the moment; ``retry_after`` is in seconds."""

    def __init__(self, message: str, *, retry_after: int = 1, help: str | None = None) -> None:
        super().__init__(message, help=help)
        self.retry_after = retry_after
