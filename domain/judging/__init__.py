"""How progress is judged: progress, bands, states, intervals, reasons, roll-up."""
