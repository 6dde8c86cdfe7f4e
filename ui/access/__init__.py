"""Who may come in: the doors, keys, sign-in, limits, and whose address is believed."""
