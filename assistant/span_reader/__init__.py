"""The trained reader: a question and a text in, the words that answer it out."""
