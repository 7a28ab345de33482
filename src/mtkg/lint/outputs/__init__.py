"""The article with its findings, in the shapes that readers, editors and search engines use."""
