"""Readers: one module a format; what they accept stands in docs/formats.md."""
