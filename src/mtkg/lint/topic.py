"""What pronouns and unnamed subjects stand for as a text goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mtkg.lint.stating import Statement


@dataclass
class Topic:
    """What pronouns and unnamed subjects stand for as a text goes on."""

    subject: str | None = None
    result: str | None = None
    heading: str | None = None
    main: str | None = None
    """The technique that the text speaks of first."""
    last: Statement | None = None
    """What was stated last, for "so does …"."""
    technique: str | None = None
    """The technique last spoken of."""
    joined: tuple[str, str] | None = None
    """The two techniques that the sentence before speaks of together."""
    recent: tuple[str, ...] = ()
    """The techniques spoken of in the section, the last two at most."""

    clear: bool = True
    """Whether the sentence before leaves no doubt what an "it" or an unnamed subject is."""
    complaint: str | None = None
    """The condition last spoken of, where it was the only one."""
    brands: Mapping[str, str] = field(default_factory=dict)
    """Made-up names of products, and the technique that each is for."""
    spoken: tuple[str, ...] = ()
    """The techniques that the text has named, latest first."""

    @property
    def pair(self) -> tuple[str, str] | None:
        """What "the two" and "both" stand for."""
        if self.joined:
            return self.joined
        return (self.recent[0], self.recent[1]) if len(self.recent) > 1 else None

    def forget(self) -> None:
        """A new section: only its heading is known."""
        self.subject = self.heading
        self.technique = self.heading
        self.result = None
        self.joined = None
        self.recent = (self.heading,) if self.heading else ()
        self.last = None
        self.clear = True
