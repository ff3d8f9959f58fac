"""Slides as a PPTX file."""
