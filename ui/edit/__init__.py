"""How people change data: upload, edit, preview, commit, history."""
