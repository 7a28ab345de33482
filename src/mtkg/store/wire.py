"""What server and query workers say to each other: length-prefixed frames of plain values."""

from __future__ import annotations

import marshal
import socket
import struct
from typing import Any, Final

from mtkg import errors
from mtkg.store.answer import Answer, NotAcceptable, Question

HEADER: Final = struct.Struct("!I")
# What the server asks of the mother of the workers: an operation and a worker's number.
CONTROL: Final = struct.Struct("!cI")
SPAWN: Final = b"s"
KILL: Final = b"k"
_PIECE: Final = 64 * 1024


def pack_question(question: Question) -> bytes:
    """A question as the payload of a frame."""
    return marshal.dumps(
        (
            question.text,
            question.table,
            question.boolean,
            question.graph,
            question.default_graphs,
            question.named_graphs,
            question.max_rows,
            question.max_bytes,
        )
    )


def unpack_question(payload: bytes) -> Question:
    """The question of a frame."""
    return Question(*marshal.loads(payload))  # noqa: S302  # both ends are this program


def pack_answer(answer: Answer) -> bytes:
    """An answer as the payload of a frame."""
    fields = (answer.body, answer.format, answer.is_graph, answer.cut, answer.volatile)
    return marshal.dumps((True, fields))


def pack_error(error: errors.MtkgError) -> bytes:
    """An error as the payload of a frame."""
    fields: tuple[Any, ...]
    match error:
        case errors.SyntaxProblem():
            fields = ("syntax", error.detail, error.line, error.column, error.help)
        case NotAcceptable():
            fields = ("format", error.available)
        case errors.Forbidden():
            fields = ("forbidden", error.message, error.help)
        case errors.LimitReached():
            fields = ("limit", error.message, error.limit, error.help)
        case _:
            fields = ("usage", error.message, error.help)
    return marshal.dumps((False, fields))


def unpack_answer(payload: bytes) -> Answer:
    """The answer of a frame, or its error raised."""
    good, fields = marshal.loads(payload)  # noqa: S302  # both ends are this program
    if good:
        return Answer(*fields)
    match fields:
        case ("syntax", detail, line, column, help):
            raise errors.SyntaxProblem(detail, line=line, column=column, help=help)
        case ("format", available):
            raise NotAcceptable(available)
        case ("forbidden", message, help):
            raise errors.Forbidden(message, help=help)
        case ("limit", message, limit, help):
            raise errors.LimitReached(message, limit=limit, help=help)
        case (_, message, help):
            raise errors.UsageError(message, help=help)
    raise errors.GraphUnavailable("a query worker answered nonsense")


def read_frame(connection: socket.socket) -> bytes | None:
    """
    The next frame's payload, or None once the other end is gone.

    One frame is under way at a time, so most come whole with the first call to the system.
    """
    parts = bytearray(connection.recv(_PIECE))
    if not parts:
        return None
    while len(parts) < HEADER.size or len(parts) < HEADER.size + HEADER.unpack_from(parts)[0]:
        piece = connection.recv(_PIECE)
        if not piece:
            return None
        parts += piece
    return bytes(memoryview(parts)[HEADER.size :])


def write_frame(connection: socket.socket, payload: bytes) -> None:
    """Send one frame."""
    header = HEADER.pack(len(payload))
    if len(payload) < _PIECE:
        connection.sendall(header + payload)
    else:
        connection.sendall(header)
        connection.sendall(payload)
