"""The values that everything else passes around: terms, claims, links, diagnostics."""
