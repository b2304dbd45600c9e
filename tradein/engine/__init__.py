"""What happens: a scenario played month by month into a ledger of balanced entries."""
