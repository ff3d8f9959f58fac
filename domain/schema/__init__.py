"""The one description of every table and column; units, periods, vocabularies, display."""
