"""The brain: from a question to a checked answer. Imports neither discord nor chromadb."""
