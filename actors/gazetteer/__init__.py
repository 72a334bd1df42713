"""The shipped knowledge base: tables beside this file, and `read_gazetteer()`."""

from actors.gazetteer.read import read_gazetteer
from actors.gazetteer.records import Gazetteer

__all__ = ["Gazetteer", "read_gazetteer"]
