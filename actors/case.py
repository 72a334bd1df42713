"""Which words of a mention are written with capitals."""

import re

from actors.names import key_with_title

_TOKEN = re.compile(r"[^\s,;()\[\]\"“”]+")


class Case:
    def __init__(self, mention: str) -> None:
        tokens = _TOKEN.findall(mention.replace("-", " "))
        self._capitalised = {
            word
            for token in tokens
            if any(c.isupper() for c in token)
            for word in key_with_title(token).split()
        }
        self._acronyms = {
            key_with_title(token)
            for token in tokens
            if sum(c.isupper() for c in token) > 1
        }

    @property
    def has_acronym(self) -> bool:
        return bool(self._acronyms)

    def is_capitalised(self, key: str) -> bool:
        return all(word in self._capitalised for word in key.split())

    def is_acronym(self, key: str) -> bool:
        """Say whether the mention writes a word as LTTE, R&AW or U.S., or LeT."""
        return key in self._acronyms

    def is_pronoun(self, key: str) -> bool:
        return key == "us" and not self.is_acronym(key)
