"""One file of each kind that can be imported, made by hand, with the same article."""

import csv
import gzip
import io
import json
from email.message import EmailMessage
from zipfile import ZIP_DEFLATED, ZipFile

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HEADLINE = "Minister denies charge"
TEXT = "The minister said on Tuesday that his country had no part in the attack."
ADDRESS = "https://courier.example/story"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(name: str = "one", **fields: object) -> dict[str, object]:
    return {
        "id": name,
        "source": "The Courier",
        "title": HEADLINE,
        "text": TEXT,
    } | fields


def page() -> bytes:
    return (
        f"<!doctype html><html><head><title>{HEADLINE}</title></head><body><article>"
        f"<h1>{HEADLINE}</h1><p>{TEXT}</p></article></body></html>"
    ).encode()


def pdf(*pages: list[str], encrypted: bool = False) -> bytes:
    """A PDF with the lines of each page, 14 points apart."""
    pages = pages or ([HEADLINE, "", TEXT],)
    kids = [f"{4 + 2 * number} 0 R" for number in range(len(pages))]
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line})Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 11 Tf 50 750 Td {shown} ET"
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources"
            f"<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * number} 0 R>>",
            f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        ]
    return _assemble(objects, encrypted=encrypted)


def _assemble(objects: list[str], *, encrypted: bool) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    lock = (
        f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>"
        f"/ID[<{'43' * 16}><{'43' * 16}>]"
    )
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R{lock if encrypted else ''}>>\n"
    start = len(body)
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()
    return body + f"startxref\n{start}\n%%EOF".encode()


def docx(body: str = "") -> bytes:
    """A Word document; `body` is the XML within its body."""
    body = body or "".join(
        f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in (HEADLINE, TEXT)
    )
    xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()}
    )


def mail() -> bytes:
    message = EmailMessage()
    message["From"] = "Press Office <press@ministry.example>"
    message["To"] = "list@courier.example"
    message["Subject"] = HEADLINE
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0200"
    message.set_content(f"{TEXT}\n")
    message.add_alternative(f"<p>{TEXT}</p>", subtype="html")
    return message.as_bytes()


def json_lines(*documents: dict[str, object]) -> bytes:
    lines = [json.dumps(each) + "\n" for each in documents or (document(),)]
    return "".join(lines).encode()


def json_array(*documents: dict[str, object]) -> bytes:
    return json.dumps(documents or (document(),), indent=2).encode()


def table(
    *rows: list[str], names: tuple[str, ...] = ("source", "title", "text")
) -> bytes:
    found = io.StringIO()
    writer = csv.writer(found)
    writer.writerows([names, *(rows or (["The Courier", HEADLINE, TEXT],))])
    return found.getvalue().encode()


def warc(*, compressed: bool = True) -> bytes:
    """An archive of a page, a picture and an error."""
    found = io.BytesIO()
    writer = WARCWriter(found, gzip=compressed)
    answers = [
        (ADDRESS, "200 OK", "text/html; charset=utf-8", page()),
        (f"{ADDRESS}.png", "200 OK", "image/png", b"\x89PNG"),
        (f"{ADDRESS}?gone", "404 Not Found", "text/html", page()),
    ]
    for url, status, kind, body in answers:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], "HTTP/1.1")
        payload = io.BytesIO(body)
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=payload, http_headers=headers
            )
        )
    return found.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    found = io.BytesIO()
    with ZipFile(found, "w", ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return found.getvalue()


#: By name of the kind, a file of it.
SAMPLES = {
    "text": f"{HEADLINE}\n\n{TEXT}\n".encode(),
    "html": page(),
    "pdf": pdf(),
    "docx": docx(),
    "eml": mail(),
    "json": json_array(),
    "jsonl": json_lines(),
    "jsonl.gz": gzip.compress(json_lines()),
    "csv": table(),
    "warc": warc(compressed=False),
    "warc.gz": warc(),
    "zip": zipped({"deep/a.txt": f"{HEADLINE}\n\n{TEXT}\n".encode()}),
}
