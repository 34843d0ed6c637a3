"""Generations in a folder or on a server, behind seam.py; index.py, server.py and probe.py alone import chromadb."""
