"""Other people's spreadsheets: tables found on any sheet, what their columns mean, and how their rows become ours."""
