"""What words say in each language: kinds of question, ordinals, numbers, dates and names."""
