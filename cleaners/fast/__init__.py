"""The fast road of cleaning: Lexbor's tree, one pass over it, small trees that judge its lines."""
