"""Why something that was read cannot become an article or a feed.

Every message is one or two sentences for the person who gave us the thing: what is
wrong with it, and what to do.
"""


class ParseError(Exception):
    """What was read cannot be used; the text says why and what to do."""


class EmptyInput(ParseError):
    """There is nothing in it."""


class TooLarge(ParseError):
    """It is longer than any article."""


class NotText(ParseError):
    """It is a picture, an archive, a PDF or the like, whatever its name says."""


class Damaged(ParseError):
    """The file is broken, cut off or locked with a password."""


class WrongEncoding(ParseError):
    """Its bytes are no text in any encoding that we could tell."""


class NotEnglish(ParseError):
    """It is in a language that the pipeline does not read."""


class NoArticle(ParseError):
    """It is a web page without an article's text."""


class BehindBarrier(NoArticle):
    """The page asks for consent, payment or a browser instead of showing its text."""


class NotAFeed(ParseError):
    """It is readable, but no feed."""


class InvalidXml(ParseError):
    """It should be XML and is too broken to find anything in it."""


class BadDocument(ParseError):
    """A line, row or element of a file is not a document as the schema has it."""


class StorageError(Exception):
    """A file's bytes cannot be had at this moment, which says nothing about the file.

    No ParseError: who meets it must try again later instead of refusing the file.
    """
