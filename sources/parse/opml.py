"""Lists of feeds in OPML, as feed readers exchange them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from sources.parse.encoding import clean, refuse_binary
from sources.parse.errors import EmptyInput, InvalidXml, NotAFeed, TooLarge

#: Ten thousand feeds with long descriptions stay below it.
MAX_BYTES = 10 * 2**20
#: Many programs forget to escape it in addresses.
BARE_AMPERSAND = re.compile(rb"&(?!#?\w+;)")
#: Parts the names of folders in folders; one within a name becomes a space.
SEPARATOR = "/"


@dataclass(frozen=True)
class Outline:
    """One feed of the list. `line` is where it stands in the file, 0 for a new one.

    `folder` is the path of folders that it is in, such as "World/Asia"; empty for none.
    """

    url: str
    title: str
    line: int = 0
    folder: str = ""
    homepage: str = ""


def parse_opml(body: bytes) -> list[Outline]:
    """The feeds of a list, in its order, with the folders they are in.

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


def write_opml(outlines: Iterable[Outline], title: str) -> bytes:
    """The list as OPML 2.0, each feed in its folders, in the order of the list."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    folders = {"": etree.SubElement(root, "body")}
    for outline in outlines:
        fields = {
            "type": "rss",
            "text": outline.title or outline.url,
            "title": outline.title or outline.url,
            "xmlUrl": outline.url,
        }
        fields |= {"htmlUrl": outline.homepage} if outline.homepage else {}
        etree.SubElement(_folder(folders, outline.folder), "outline", fields)
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def _folder(folders: dict[str, etree._Element], path: str) -> etree._Element:
    """The element of a folder, made with those above it if it is the first time."""
    if path not in folders:
        above, _, name = path.rpartition(SEPARATOR)
        parent = _folder(folders, above)
        folders[path] = etree.SubElement(parent, "outline", {"text": name})
    return folders[path]


def _read(element: etree._Element) -> list[Outline]:
    """One feed, or none for a folder. Some programs write the names in lower case."""
    fields = {str(name).lower(): str(value) for name, value in element.items()}
    url = clean(fields.get("xmlurl", "")).strip()
    if not url:
        return []
    return [
        Outline(
            url,
            _name(element),
            element.sourceline or 0,
            _path(element),
            clean(fields.get("htmlurl", "")).strip(),
        )
    ]


def _path(element: etree._Element) -> str:
    """The names of the folders around an element; some programs name none."""
    names = [_name(folder) for folder in element.iterancestors("outline")]
    parts = (name.replace(SEPARATOR, " ") for name in reversed(names) if name)
    return SEPARATOR.join(parts)


def _name(element: etree._Element) -> str:
    fields = {str(name).lower(): str(value) for name, value in element.items()}
    return clean(fields.get("title") or fields.get("text") or "").strip()
