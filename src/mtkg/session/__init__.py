"""
The graph as Python sees it: terms, claims, chains, queries, check and lint as typed values.

>>> import mtkg
>>> graph = mtkg.load()
>>> graph.term("joint mobilization").kind
'Intervention'
>>> [claim.status.value for claim in graph.claims(status="disputed")[:2]]
['disputed', 'disputed']
>>> best = graph.paths("JointMobilization", "PainReduction", exact=True)[0]
>>> best.links[0].link.subject, best.links[-1].link.object
('JointMobilization', 'PainReduction')
"""

from __future__ import annotations

from mtkg.session.asking import Session
from mtkg.session.opening import connect, load
from mtkg.session.results import Chains, ClaimEntry, Findings, TermEntry

__all__ = ["Chains", "ClaimEntry", "Findings", "Session", "TermEntry", "connect", "load"]
