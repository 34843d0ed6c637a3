"""What the ledger keeps, and how its file is opened and named. May import answering and the ground floor."""
