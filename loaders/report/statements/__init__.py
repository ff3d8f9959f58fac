"""What a report says, clause by clause: one statement per fact that a printed figure states."""
