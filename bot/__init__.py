"""The front desk: questions in, cited answers out. May import vectorstore, never ingest."""
