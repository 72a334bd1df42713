"""Mails, such as newsletters and statements that were sent around."""

from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from sources.parse.articles import ArticleText, parse_html, parse_text
from sources.parse.encoding import clean
from sources.parse.errors import EmptyInput


def parse_mail(body: bytes) -> ArticleText:
    """The text of a mail under its subject; what is attached to it is left out.

    Raises ParseError.
    """
    message = BytesParser(policy=policy.default).parsebytes(body)
    subject = _header(message, "subject")
    content = _content(message)
    if subject and not content.text.startswith(subject):
        content = replace(content, text=f"{subject}\n\n{content.text}")
    return replace(
        content,
        title=subject or content.title,
        byline=_sender(message),
        published=_sent_at(message),
        url="",
    )


def _content(message: EmailMessage) -> ArticleText:
    part = message.get_body(preferencelist=("plain", "html"))
    text = str(part.get_content()) if part else ""
    if part is None or not text.strip():
        raise EmptyInput("The mail has no text. If one is attached, give that file.")
    if part.get_content_type() == "text/html":
        return parse_html(clean(text))
    return parse_text(text)


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(clean(str(message.get(name, ""))).split())


def _sender(message: EmailMessage) -> str:
    addresses = getattr(message["from"], "addresses", ())
    return clean(addresses[0].display_name) if addresses else ""


def _sent_at(message: EmailMessage) -> datetime | None:
    """When it was sent; UTC where the mail does not tell its time zone."""
    sent = getattr(message["date"], "datetime", None)
    return sent.replace(tzinfo=sent.tzinfo or UTC) if sent else None
