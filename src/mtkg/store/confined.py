"""
What a query worker gives up before its first query: descriptors, and on Linux sockets as such.

The guard refuses every query that would open something; this is for the query it does not know.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from pathlib import Path
from typing import Final

_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER_MODE: Final = 2
# The number of socket(2), and what the kernel calls the machine (linux/audit.h).
_SOCKET: Final = {"x86_64": (41, 0xC000003E), "aarch64": (198, 0xC00000B7)}
# io_uring_setup(2), another way to a socket, has one number everywhere.
_IO_URING: Final = 425
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # EACCES


def confine(folder: Path | None, lowest_free: int) -> None:
    """
    Leave no descriptor free: whatever a query does from here on, it opens no file and no socket.

    *lowest_free* is the first descriptor that is not in use where the store is in memory. An engine
    on disk, in *folder*, has files open; for those that it puts off opening there is just room.
    """
    refuse_sockets()
    if folder is None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, lowest_free))
    elif sys.platform == "linux":
        limit = _filled() + _not_yet_open(folder)
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def refuse_sockets() -> bool:
    """Have the kernel refuse new sockets to this process, for good; whether it took that on."""
    known = _SOCKET.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    socket, machine = known
    program = b"".join(
        struct.pack("=HBBI", *step)
        for step in (
            (_LOAD, 0, 0, 4),  # the machine
            (_JUMP_IF_EQUAL, 0, 4, machine),
            (_LOAD, 0, 0, 0),  # the number of the call
            (_JUMP_IF_EQUAL, 1, 0, socket),
            (_JUMP_IF_EQUAL, 0, 1, _IO_URING),
            (_RETURN, 0, 0, _DENY),
            (_RETURN, 0, 0, _ALLOW),
        )
    )
    steps = ctypes.create_string_buffer(program, len(program))
    whole = struct.pack("@HP", len(program) // 8, ctypes.addressof(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(libc.prctl(_SET_SECCOMP, _FILTER_MODE, whole, 0, 0) == 0)


def _filled() -> int:
    """Every free descriptor below the highest one taken; the first one above."""
    highest = max(map(int, _open_files()))
    while (filler := os.open(os.devnull, os.O_RDONLY)) < highest:
        pass
    os.close(filler)
    return highest + 1


def _not_yet_open(folder: Path) -> int:
    opened = set(_open_files().values())
    return sum(each.resolve() not in opened for each in folder.glob("*.sst"))


def _open_files() -> dict[str, Path]:
    # The descriptor that lists them is gone when the list is there.
    listed = list(Path("/proc/self/fd").iterdir())
    return {each.name: each.readlink() for each in listed if each.is_symlink()}
