"""Query workers: deadlines, memory, queue, replacement."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from mtkg.errors import Forbidden, GraphUnavailable, LimitReached, SyntaxProblem, TimedOut
from mtkg.store.answer import NotAcceptable, Question
from mtkg.store.workers import PoolLimits, WorkerPool

T = TypeVar("T")
QUADS = "".join(
    f"<http://e/s{n % 200}> <http://e/p{n % 7}> <http://e/o{n}> .\n" for n in range(4000)
).encode()
ENDLESS = Question("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
GREEDY = Question("SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i")
QUICK = Question("ASK {}")


def with_pool(work: Callable[[WorkerPool], Awaitable[T]], **limits: int) -> T:
    async def run() -> T:
        pool = WorkerPool({"digest": "d"}, PoolLimits(**{"workers": 2, **limits}), lambda: QUADS)
        pool.start()
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


def test_a_question_asked_at_once_waits_for_the_first_worker() -> None:
    found = with_pool(lambda pool: pool.run(QUICK, 20))

    assert found.body == b'{"head":{},"boolean":true}'


def test_a_query_ends_at_its_deadline_and_others_are_answered_meanwhile() -> None:
    async def work(pool: WorkerPool) -> list[object]:
        slow = asyncio.ensure_future(pool.run(ENDLESS, 1.5))
        await asyncio.sleep(0.5)
        quick = await pool.run(QUICK, 5)
        assert not slow.done()
        return [quick.body, *await asyncio.gather(slow, return_exceptions=True)]

    quick, slow = with_pool(work)

    assert quick == b'{"head":{},"boolean":true}'
    assert isinstance(slow, TimedOut)
    assert slow.limit == 1.5


def test_a_killed_worker_is_replaced() -> None:
    async def work(pool: WorkerPool) -> int:
        for _ in range(3):
            with pytest.raises(TimedOut):
                await pool.run(ENDLESS, 1.0)
        answers = [await pool.run(QUICK, 5) for _ in range(4)]
        assert len(answers) == 4
        return pool.replaced

    assert with_pool(work) == 3


def test_cancelling_a_question_kills_its_query() -> None:
    async def work(pool: WorkerPool) -> tuple[int, int]:
        asked = asyncio.ensure_future(pool.run(ENDLESS, 60))
        await asyncio.sleep(1.0)
        running = pool.running
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        await pool.run(QUICK, 5)
        return running, pool.running

    assert with_pool(work) == (1, 0)


def test_a_query_that_needs_too_much_memory_ends_alone() -> None:
    async def work(pool: WorkerPool) -> bytes:
        with pytest.raises(LimitReached, match="memory"):
            await pool.run(GREEDY, 60)
        return (await pool.run(QUICK, 5)).body

    assert with_pool(work, memory_mb=200) == b'{"head":{},"boolean":true}'


def test_a_full_queue_is_said_at_once() -> None:
    async def work(pool: WorkerPool) -> list[type]:
        await pool.run(QUICK, 20)
        asked = [asyncio.ensure_future(pool.run(ENDLESS, 2)) for _ in range(5)]
        found = await asyncio.gather(*asked, return_exceptions=True)
        return sorted((type(each) for each in found), key=lambda kind: kind.__name__)

    found = with_pool(work, workers=1, queue=2)

    # One runs to its deadline, two wait and get no turn in time, two find the queue full.
    assert [kind.__name__ for kind in found] == [*["Busy"] * 4, "TimedOut"]


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question("ASK {"), SyntaxProblem),
        (Question("SELECT * { SERVICE <http://h/> {} }"), Forbidden),
        (Question("ASK {}", boolean=None), NotAcceptable),
    ],
)
def test_errors_come_back_as_what_they_are(question: Question, error: type[Exception]) -> None:
    async def work(pool: WorkerPool) -> None:
        with pytest.raises(error):
            await pool.run(question, 20)

    with_pool(work)


def test_a_large_answer_comes_whole() -> None:
    question = Question("SELECT * { ?a ?b ?c }", table="tsv")

    found = with_pool(lambda pool: pool.run(question, 20))

    assert found.body.count(b"\n") == 4001


def test_data_that_cannot_be_loaded_is_said_to_every_question() -> None:
    async def run() -> None:
        pool = WorkerPool({"release": "/nowhere"}, PoolLimits())
        pool.start()
        try:
            for _ in range(2):
                with pytest.raises(GraphUnavailable, match="no release"):
                    await pool.run(QUICK, 20)
            assert not await pool.loaded("d")
        finally:
            await pool.close()

    asyncio.run(run())


def test_a_mother_that_dies_is_replaced() -> None:
    async def work(pool: WorkerPool) -> bytes:
        await pool.run(QUICK, 20)
        mother = pool._mother
        assert mother is not None
        mother.kill()
        await asyncio.to_thread(mother.wait)
        await asyncio.sleep(0.2)
        return (await pool.run(QUICK, 20)).body

    assert with_pool(work) == b'{"head":{},"boolean":true}'


def test_a_worker_can_open_nothing() -> None:
    """The engine itself would follow a SERVICE; a worker has no descriptor left for it."""
    program = (
        "import os, socket, sys\n"
        "from mtkg.store import mother, wire\n"
        "from mtkg.store.embedded import EmbeddedStore\n"
        "import mtkg.store.mother as m\n"
        "ours, theirs = socket.socketpair()\n"
        "store = EmbeddedStore.from_files([])\n"
        "def reply(engine, payload, limit):\n"
        "    said = []\n"
        "    for attempt in (lambda: open('/etc/passwd'), socket.socket,\n"
        "                    lambda: list(engine.query(payload.decode()))):\n"
        "        try:\n"
        "            attempt(); said.append('opened')\n"
        "        except OSError:\n"
        "            said.append('refused')\n"
        "    return ' '.join(said).encode()\n"
        "m._reply = reply\n"
        "m._fork(theirs.fileno(), {}, store)\n"
        "theirs.close()\n"
        "wire.write_frame(ours, b'SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }')\n"
        "print(wire.read_frame(ours).decode())\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": "src"},
        check=True,
    )

    assert found.stdout.split() == ["refused", "refused", "refused"]


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
def test_sockets_are_refused_even_where_a_descriptor_is_free() -> None:
    program = (
        "import socket\n"
        "from mtkg.store.confined import refuse_sockets\n"
        "taken = refuse_sockets()\n"
        "open('/dev/null').close()\n"
        "try:\n"
        "    socket.socket()\n"
        "except PermissionError:\n"
        "    print(taken, 'refused')\n"
        "else:\n"
        "    print(taken, 'opened')\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
        check=True,
    )

    # A kernel without seccomp takes the filter not on; then descriptors are what protects.
    assert found.stdout.split() in (["True", "refused"], ["False", "opened"])
