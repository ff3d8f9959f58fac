"""The command that checks a draft; what it does stands in proposals/draft."""
