"""What each page shows: tables, headline figures, sentences. Computed here once; pages, slides and papers agree."""
