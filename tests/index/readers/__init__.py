"""The readers, one file a kind."""
