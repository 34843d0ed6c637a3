"""The ground floor: what a chunk is, how it is embedded, kept and found. Imports no other room."""
