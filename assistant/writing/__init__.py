"""Written answers: a language model writes from the passages, and every sentence is checked."""
