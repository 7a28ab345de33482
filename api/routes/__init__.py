"""One module per noun; each has a ``router``, and the application takes all that are here."""
