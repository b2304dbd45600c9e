"""The local page: the server, who may ask it, and what the browser gets; no scenario is played here."""
