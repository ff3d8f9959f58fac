"""Workbooks that clerks upload: guarded, read in a process of their own, checked, compared with what is there."""
