"""What slides, papers and sheets share: clean text, looks, cells, comments."""
