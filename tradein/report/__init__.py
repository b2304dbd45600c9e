"""What people and programs look at: tables, sentences, documents, characters."""
