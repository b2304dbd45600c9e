"""Sentences: what a command tells a person in words, a module for each module of tables."""
