"""The check of a draft before it is handed in: against itself and against a stored version. Nothing is stored."""
