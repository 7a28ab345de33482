"""What a notebook shows: terms, claims, paths and tables as HTML, and rows as data frames."""
