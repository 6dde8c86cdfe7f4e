"""The library page: every article to search, browse and read, and the files that were skipped."""
