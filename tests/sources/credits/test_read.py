"""Credits in sentences as newspapers write them."""

import time

import pytest

from sources.credits import OutletNames, agencies_credited, name_key, read_credits

NAMES = OutletNames(["Sample Wire", "Harbour Post"])


def credited(text: str, byline: str = "") -> list[tuple[str, str]]:
    return [(c.form, c.name) for c in read_credits(text, byline, NAMES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid, first reported by Reuters, failed.", ("first_reported", "Reuters")),
        ("Sample Wire first reported the charge.", ("first_reported", "Sample Wire")),
        ("“They did it,” he told The Cipher Brief.", ("told", "The Cipher Brief")),
        ("In an exclusive interview with the BBC he denied it.", ("told", "BBC")),
        ("He told the Harbour Post's editors so.", ("told", "Harbour Post")),
        ("According to a report by the BBC, it fell.", ("reported", "BBC")),
        ("It fell, the New York Times reported.", ("reported", "The New York Times")),
        ("They fled, according to the A.P.", ("reported", "Associated Press")),
        ("He told the Valley Herald that it was a lie.", ("told", "The Valley Herald")),
        ("She told Megyn Kelly of Fox News so.", ("told", "Fox News")),
        ("HE TOLD REUTERS THAT IT WAS A LIE.", ("told", "Reuters")),
        ("Officials told Reuters Tuesday that it fell.", ("told", "Reuters")),
        ("Taken\n\nKABUL (AP) — Rebels took it.", ("agency", "Associated Press")),
        ("BOGOTA, 9 JAN 90 (EFE) -- [TEXT] REBELS", ("agency", "EFE")),
        ("It fell.\n\nReuters contributed to this report.", ("agency", "Reuters")),
        ("It fell.\n\nWith reporting by AFP", ("agency", "Agence France-Presse")),
    ],
)  # fmt: skip
def test_a_credit_is_read_with_its_form(text: str, expected: tuple[str, str]) -> None:
    assert credited(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "He told Congress that Northland armed them.",
        "He told reporters so, according to the army.",
        "The army (NLA) — the rebels' name for it — denied it.",
        "according to the times of the attacks",
        "He spoke to Ana Sur.",
        "",
    ],
)
def test_what_credits_no_outlet_is_left_alone(text: str) -> None:
    assert credited(text) == []


def test_a_byline_credits_agencies() -> None:
    assert credited("It fell.", "Jane Doe, Reuters staff") == [("agency", "Reuters")]
    assert credited("It fell.", "By Jane Doe and John Roe") == []


def test_the_words_of_a_credit_are_found_in_the_text() -> None:
    text = "On Monday Reuters first reported it. He told the BBC on Friday."
    spans = [text[c.start_char : c.end_char] for c in read_credits(text, "", NAMES)]
    assert spans == ["Reuters first reported", "told the BBC"]


def test_only_a_credit_for_the_whole_article_makes_it_an_agencys() -> None:
    assert agencies_credited("KABUL (AP) — It fell.", "", "The Associated Press")
    assert agencies_credited("KABUL (Sample Wire) - It fell.", "", "Sample Wire")
    assert not agencies_credited("It fell, the AP reported.", "", "Associated Press")
    assert not agencies_credited("KABUL (AP) — It fell.", "", "Reuters")


@pytest.mark.parametrize("name", ["The B.B.C.", "BBC’s", " bbc ", "the BBC"])
def test_a_name_is_the_same_however_it_is_written(name: str) -> None:
    assert name_key(name) == "bbc"


@pytest.mark.parametrize("flood", ["THE AND ", "A ", "told ", "(AP ", "according to "])
def test_no_text_keeps_the_reader_busy(flood: str) -> None:
    begun = time.monotonic()
    read_credits(flood * (100_000 // len(flood)), "", NAMES)
    assert time.monotonic() - begun < 20
