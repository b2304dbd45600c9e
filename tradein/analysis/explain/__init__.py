"""Explanations: how one figure of a chain came about, in sums that a pocket calculator repeats."""
