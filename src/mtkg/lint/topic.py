"""What pronouns and unnamed subjects stand for as a text goes on."""

from __future__ import annotations

from dataclasses import dataclass

from mtkg.lint.stating import Triple


@dataclass
class Topic:
    """What pronouns and unnamed subjects stand for as a text goes on."""

    subject: str | None = None
    result: str | None = None
    heading: str | None = None
    main: str | None = None
    """The technique that the text speaks of first."""
    last: Triple | None = None
    """What was stated last, for "so does …"."""
    technique: str | None = None
    """The technique last spoken of."""
    pair: tuple[str, str] | None = None
    """The two techniques that the sentence before speaks of together."""

    def forget(self) -> None:
        """A new section: only its heading is known."""
        self.subject = self.heading
        self.technique = self.heading
        self.result = None
        self.pair = None
        self.last = None
