"""The field's rules: tables, vocabularies, periods, units, states, checks, display. Knows no source and no screen."""
