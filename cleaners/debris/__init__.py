"""The rules of debris: what they look for in a line, how they vote, how they are proved."""
