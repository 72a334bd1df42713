"""Lists of feeds in OPML, as feed readers export them."""

import re
from dataclasses import dataclass

from lxml import etree

from sources.parse.encoding import clean, refuse_binary
from sources.parse.errors import EmptyInput, InvalidXml, NotAFeed, TooLarge

#: Ten thousand feeds with long descriptions stay below it.
MAX_BYTES = 10 * 2**20
#: Many programs forget to escape it in addresses.
BARE_AMPERSAND = re.compile(rb"&(?!#?\w+;)")


@dataclass(frozen=True)
class Outline:
    """One feed of the list. `line` is where it stands in the file."""

    url: str
    title: str
    line: int


def parse_opml(body: bytes) -> list[Outline]:
    """The feeds of a list, in its order, whatever folders they are in.

    Raises EmptyInput, TooLarge, NotText, InvalidXml or NotAFeed.
    """
    if not body.strip():
        raise EmptyInput("The list is empty. Export it again.")
    if len(body) > MAX_BYTES:
        raise TooLarge(f"The list has more than {MAX_BYTES // 2**20} MB: split it.")
    refuse_binary(body)
    # Entities stay unexpanded and nothing is loaded: a list from elsewhere is not ours.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(BARE_AMPERSAND.sub(b"&amp;", body), parser)
    except etree.XMLSyntaxError as error:
        raise InvalidXml(f"Its XML is broken ({error}). Export it again.") from error
    outlines = [feed for element in root.iter("outline") for feed in _read(element)]
    if not outlines:
        raise NotAFeed("There is no feed in this list. Export it as OPML with feeds.")
    return outlines


def _read(element: etree._Element) -> list[Outline]:
    """One feed, or none for a folder. Some programs write the names in lower case."""
    fields = {str(name).lower(): str(value) for name, value in element.items()}
    url = clean(fields.get("xmlurl", "")).strip()
    title = clean(fields.get("title") or fields.get("text") or "").strip()
    return [Outline(url, title, element.sourceline or 0)] if url else []
