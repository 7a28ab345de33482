"""The language server: findings while typing, hover, completion, definition."""
