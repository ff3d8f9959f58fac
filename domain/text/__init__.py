"""Pure functions over a text: its outline (headings, parts, paragraphs, sentences, clauses) and its wrapped lines."""
