"""Opinions of answers: the server takes them, the library keeps them, the command lists them."""
