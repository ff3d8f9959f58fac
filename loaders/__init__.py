"""From a source (report text, workbook) to tidy tables and issues. What was read = rows + issues."""
