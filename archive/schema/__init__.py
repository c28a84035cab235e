"""The tables, the search index and the views, as plain SQL applied step by step."""
