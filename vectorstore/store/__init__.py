"""Generations on disk; index.py and probe.py alone import chromadb."""
