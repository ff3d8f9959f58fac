"""Elements that pages draw: cards, tables, panels, the report's text."""
