"""What a ledger means.  Nothing here sees the scenario or the simulation that made it."""
