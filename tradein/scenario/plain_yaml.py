"""Reads YAML where libyaml is missing, as libyaml does.

PyYAML's own scanner takes no tab between two tokens, takes escapes for half a character, and
falls over those for none.  What libyaml makes of them is made of them here too.  One thing is
left: a question mark in a text without quotes, in brackets or braces, is refused.
"""

from typing import Any

import yaml
from yaml.scanner import ScannerError

_SURROGATES = range(0xD800, 0xE000)


class PlainLoader(yaml.SafeLoader):
    """PyYAML's own loader, with tabs and escapes as libyaml has them."""

    def scan_to_next_token(self) -> None:
        """Skip the space between tokens, including tabs where no setting can begin."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_plain_spaces(self, indent: int, start_mark: Any) -> Any:
        """Skip the blanks inside an unquoted text, and give what they stand for in it."""
        blanks = self._blanks()
        spaces = super().scan_plain_spaces(indent, start_mark)
        while self.allow_simple_key and self.peek() == "\t":
            if self.column < indent:
                raise ScannerError(None, start_mark, "a tab in the indentation", self.get_mark())
            self._blanks()
            super().scan_plain_spaces(indent, start_mark)
        return blanks if spaces == [] else spaces

    def _blanks(self) -> list[str]:
        """Skip spaces and tabs, and give them."""
        length = 0
        while self.peek(length) in ("\t", " "):
            length += 1
        blanks = self.prefix(length)
        self.forward(length)
        return [blanks] if blanks else []

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Any) -> Any:
        """Read part of a quoted text; raises ScannerError for an escape that is not a character."""
        try:
            chunks = super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):
            chunks = None
        if chunks is None or any(ord(c) in _SURROGATES for chunk in chunks for c in chunk):
            raise ScannerError(None, start_mark, "no such escape", self.get_mark())
        return chunks
