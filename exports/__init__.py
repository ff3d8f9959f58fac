"""Tables and figures as files to take away: spreadsheets, slides, papers."""
