"""The status rule: how well a claim stands, from its evidence lines alone."""

from __future__ import annotations

from collections.abc import Sequence

from mtkg.model.claims import Direction, EvidenceLine, Status, Verdict


def derive_verdict(claim_type: str, lines: Sequence[EvidenceLine]) -> Verdict:
    """
    The status of a claim and the ids of the lines that decided it (docs/status.md).

    A definitional claim is ``established`` by convention; lines of retracted sources do not count.
    """
    if claim_type == "definitional":
        return Verdict(Status.ESTABLISHED, (), "a definition holds by convention")
    counted = [line for line in lines if not line.source.retracted]
    if not counted:
        return Verdict(Status.UNASSESSED, (), "no publication speaks to this claim")
    supporting = [line for line in counted if line.direction is Direction.SUPPORTS]
    disputing = [line for line in counted if line.direction is Direction.DISPUTES]
    ids = tuple(line.id for line in counted)
    if supporting and disputing:
        return Verdict(Status.MIXED, ids, "publications stand on both sides")
    if disputing:
        return Verdict(Status.DISPUTED, ids, "publications speak against it only")
    if supporting:
        return Verdict(Status.SUPPORTED, ids, "publications support it")
    return Verdict(Status.INSUFFICIENT, ids, "publications leave it open")
