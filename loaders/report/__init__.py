"""Text to figures and tables."""
