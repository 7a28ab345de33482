"""Articles in Markdown, HTML, plain text and Word as blocks of prose with exact positions."""
