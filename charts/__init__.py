"""Figure builders: a table in, a plotly figure out. Looks come from charts/theme.py alone."""
