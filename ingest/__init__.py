"""The loading dock: documents in, a published index out. May import vectorstore, never bot."""
