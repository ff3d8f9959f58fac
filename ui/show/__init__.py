"""What pages draw: cards, tables, panels, filters."""
