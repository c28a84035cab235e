"""Clean texts as rows: versions, their history, what articles are called."""
