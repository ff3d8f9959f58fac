"""The paper as a DOCX file."""
