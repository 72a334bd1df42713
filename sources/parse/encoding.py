"""Bytes to text: refuse what is no text, and find the encoding of what is."""

import codecs
import re

from charset_normalizer import from_bytes

from sources.parse.errors import NotText, TooLarge, WrongEncoding

#: No article comes near it; a larger page is a dump or an attack.
MAX_BYTES = 10 * 2**20

#: A third of a million words: no article either, and minutes of work for the pipeline.
MAX_CHARACTERS = 2_000_000

#: How a file of this kind begins. Looked at instead of its name or declared type.
SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "an archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "a rich-text document",
    b"\x1f\x8b": "gzip-compressed",
    b"BZh": "bzip2-compressed",
    b"\xfd7zXZ": "xz-compressed",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"RIFF": "a picture or a recording",
    b"OggS": "a recording",
    b"ID3": "a recording",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
BYTE_ORDER_MARKS = {
    # The longer mark first: UTF-32's begins with UTF-16's.
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: What English text is in when it is neither UTF-8 nor says what it is.
LIKELY_ENCODINGS = ["cp1252", "mac_roman", "cp850"]

SAMPLE_BYTES = 64 * 1024
#: Text has next to no control characters besides tab, line feed, form feed and return.
MAX_CONTROL_SHARE = 0.01
#: A page in UTF-8 that was cut or patched badly still reads with this many bad bytes.
MAX_BROKEN_SHARE = 0.002

CONTROL_BYTES = bytes(set(range(32)) - {9, 10, 12, 13, 27})
DECLARED = re.compile(
    rb"""<\?xml[^>]{1,80}?encoding=["']([\w.:-]+)|<meta[^>]{1,200}?charset=["']?\s*([\w.:-]+)""",
    re.IGNORECASE,
)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of a page or file, with line feeds for line ends.

    `charset` is what the sender declared; it counts only where the bytes agree with it.
    Raises TooLarge, NotText or WrongEncoding.
    """
    if len(body) > MAX_BYTES:
        raise TooLarge(
            f"It has {len(body) / 2**20:.0f} MB; an article has at most "
            f"{MAX_BYTES // 2**20}. Give the article's own page or text alone."
        )
    refuse_binary(body)
    return clean(_decode(body, charset))


def refuse_binary(body: bytes) -> None:
    """Raise NotText when the bytes themselves show that they are no text."""
    for signature, kind in SIGNATURES.items():
        if body.startswith(signature):
            raise NotText(
                f"It is {kind}, not text. Save it as plain text, or paste its text."
            )
    sample = body[:SAMPLE_BYTES]
    if _byte_order_mark(sample):
        return
    controls = len(sample) - len(sample.translate(None, CONTROL_BYTES))
    if b"\0" in sample or controls > MAX_CONTROL_SHARE * len(sample):
        raise NotText(
            "It is binary data, not text. Save it as plain text in UTF-8, or paste its "
            "text."
        )


def refuse_books(text: str) -> None:
    """Raise TooLarge for more text than any article has."""
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(
            f"It has {len(text):,} characters of text; an article has at most "
            f"{MAX_CHARACTERS:,}. Split it."
        )


def clean(text: str) -> str:
    """Remove what PostgreSQL cannot store, and make every line end alike."""
    text = UNSTORABLE.sub("", text.removeprefix("\ufeff"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def storable(text: str) -> str:
    """Replace what PostgreSQL cannot store one by one, so that offsets stay right."""
    return UNSTORABLE.sub("\ufffd", text)


def _decode(body: bytes, charset: str | None) -> str:
    for encoding in _candidates(body, charset):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    if (text := _slightly_broken_utf8(body)) is not None:
        return text
    return _decode_by_statistics(body)


def _candidates(body: bytes, charset: str | None) -> list[str]:
    """The mark's encoding alone, or UTF-8 and then what header and page declare.

    UTF-8 comes first: text in another encoding hardly ever passes for it by chance,
    while pages that declare something else and are UTF-8 are common.
    """
    if mark := _byte_order_mark(body):
        return [mark]
    declared = [charset] if charset else []
    if match := DECLARED.search(body[:2048]):
        declared.append((match[1] or match[2]).decode("ascii", "replace"))
    return ["utf-8", *(_as_browsers_do(name) for name in declared)]


def _byte_order_mark(body: bytes) -> str | None:
    return next(
        (e for mark, e in BYTE_ORDER_MARKS.items() if body.startswith(mark)), None
    )


def _as_browsers_do(charset: str) -> str:
    """Read these two names as Windows-1252: that is what pages mean by them."""
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return charset
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _slightly_broken_utf8(body: bytes) -> str | None:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(character > "\x7f" for character in text) - broken
    if beyond_ascii > broken and broken <= 1 + MAX_BROKEN_SHARE * len(text):
        return text
    return None


def _decode_by_statistics(body: bytes) -> str:
    guess = from_bytes(body[:SAMPLE_BYTES], cp_isolation=LIKELY_ENCODINGS).best()
    try:
        if guess is not None:
            return body.decode(guess.encoding)
    except UnicodeDecodeError:
        pass
    raise WrongEncoding(
        "Its encoding could not be told. Save it as UTF-8, or paste its text."
    )
