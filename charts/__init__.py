"""Figure builders: a table in, a plotly figure out. Styles are defined in charts/theme.py alone."""
