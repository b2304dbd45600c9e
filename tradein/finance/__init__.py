"""The arithmetic of the trade: it knows neither files nor chains, and decides nothing."""
