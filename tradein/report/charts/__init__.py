"""Draws charts in SVG, and one in characters; what they draw are figures, not scenarios."""
