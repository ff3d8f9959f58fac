"""Every table for print as an XLSX file."""
