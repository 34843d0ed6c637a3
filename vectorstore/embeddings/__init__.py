"""Embedders behind one seam; open_embedder is the only switch between providers."""
