"""What changed between two builds, in terms, claims and links."""
