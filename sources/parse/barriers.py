"""Doors that stand where an article should: consent, payment, proof of being human."""

import re
from urllib.parse import urlsplit

from sources.parse.errors import BehindBarrier

BY_HAND = "Open it in your browser, and paste its text or upload the saved page."
CONSENT = "The site asks for consent to cookies"
PAYMENT = "The site shows this article to subscribers only"
BROWSER = "The site serves this page only to a full browser"

#: What a page says when it keeps its text back, and what we tell the user then.
BARRIERS = [
    (
        re.compile(r"\bcookies?\b|\bconsent\b|\bprivacy\b|\bour partners\b", re.I),
        CONSENT,
    ),
    (
        re.compile(
            r"\bsubscri(be|bers?|ption)\b|\balready a member\b|\bcontinue reading\b|"
            r"\b(log|sign) ?in\b|\bunlimited access\b|\bfree trial\b",
            re.I,
        ),
        PAYMENT,
    ),
    (
        re.compile(
            r"\bjavascript\b|\bcaptcha\b|\ba robot\b|\bchecking your browser\b|"
            r"\bunusual traffic\b|\baccess denied\b|\bverify (that )?you are\b",
            re.I,
        ),
        BROWSER,
    ),
]

#: Where sites send readers whom they do not show the page yet: whole parts of a path,
#: or the first label of a host.
DETOURS = [
    (
        r"(collect-?)?consents?|cookie-?(wall|consent|policy|notice)?s?|gdpr|guce|"
        r"privacy-?(wall|gate|consent|settings)",
        CONSENT,
    ),
    (
        r"log-?in|sign-?(in|up)|sso|auth|subscri(be|ption)s?|paywall|regist(er|ration)|"
        r"accounts?",
        PAYMENT,
    ),
    (r"captcha|challenge|blocked|access-?denied|not-?a-?robot", BROWSER),
]

#: Longer texts are articles, whatever else stands on the page.
MAX_DOOR_WORDS = 500
MAX_TEASER_WORDS = 150
#: The vocabulary of consent, and words to the reader without which it is only reported.
CONSENT_WORDS = re.compile(
    r"\bcookies?\b|\bconsent\b|\bprivacy\b|\bpartners\b|\bvendors\b|\bpersonal data\b|"
    r"\blegitimate interests?\b|\byour (choices|preferences|device|data|settings)\b",
    re.I,
)
TO_THE_READER = re.compile(
    r"\bwe and our\b|\byour (privacy|choices|consent|device|data|preferences)\b|"
    r"\b(accept|reject|allow) all\b|\bmanage (options|settings|preferences)\b",
    re.I,
)
#: What follows a first paragraph that is all there is for those who do not pay.
PAY_TO_GO_ON = re.compile(
    r"\b(to|and) (continue|keep|finish) reading\b|"
    r"\bto (read|unlock|access|view) (the |this )?(full|rest|whole|entire|complete)\b|"
    r"\bto (read|unlock|access|view) this (article|story|content|page)\b|"
    r"\b(for|to|by) (our )?(paying |registered )?(subscribers|members) only\b|"
    r"\b(is|are) (only )?(available|exclusive|reserved)( only)? (to|for) (our )?"
    r"(paying |registered )?(subscribers|members)\b|"
    r"\bthe rest of this (article|story)\b",
    re.I,
)
NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.I)


def barrier_in(text: str) -> str | None:
    """What kind of door a text is, if it speaks as one."""
    return next((reason for pattern, reason in BARRIERS if pattern.search(text)), None)


def behind(reason: str) -> BehindBarrier:
    return BehindBarrier(f"{reason}, so its text could not be read. {BY_HAND}")


def refuse_detour(asked: str, found: str) -> None:
    """Raise BehindBarrier when a redirect led to a door instead of to the page."""
    new = _labels(found) - _labels(asked)
    for pattern, reason in DETOURS:
        if any(re.fullmatch(pattern, label) for label in new):
            raise behind(f"{reason} (it led to {urlsplit(found).hostname})")


def _labels(url: str) -> set[str]:
    """The host's first label and the parts of the path, without endings as .html."""
    parts = urlsplit(url.lower())
    labels = [(parts.hostname or "").partition(".")[0], *parts.path.split("/")]
    return {label.partition(".")[0] for label in labels}


def refuse_doors(html: str, visible: str, paragraphs: tuple[str, ...]) -> None:
    """Raise BehindBarrier when what was found is a form for consent, or a teaser."""
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if words <= MAX_DOOR_WORDS and _asks_for_consent(paragraphs, words):
        raise behind(CONSENT)
    is_kept_back = PAY_TO_GO_ON.search(visible) or NOT_FREE.search(html)
    if words <= MAX_TEASER_WORDS and is_kept_back:
        raise behind(f"{PAYMENT}, but for its first words")


def _asks_for_consent(paragraphs: tuple[str, ...], words: int) -> bool:
    about = [text for text in paragraphs if CONSENT_WORDS.search(text)]
    is_most = sum(len(text.split()) for text in about) > words / 2
    return is_most and any(TO_THE_READER.search(text) for text in about)
