"""What every answer is made of."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
"""An object of JSON, ready for ``json.dumps``."""
