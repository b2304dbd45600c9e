"""Makes the report: one page of HTML that needs nothing else, for the owner and for a counselor."""
