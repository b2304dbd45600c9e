"""What a ledger means; nothing here can see the scenario or the chain that made it."""
