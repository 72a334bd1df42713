import pytest

from claims.query import Part, alternatives, split_fields


@pytest.mark.parametrize(
    ("text", "words", "fields"),
    [
        ("port", "port", {}),
        ("speaker:asif port", "port", {"speaker": "asif"}),
        ('the port speaker:"Khawaja Asif"', "the port", {"speaker": "Khawaja Asif"}),
        ("Kind:denial after:2017-10-05", "", {"kind": "denial", "after": "2017-10-05"}),
        ("http://example.com nospeaker:x", "http://example.com nospeaker:x", {}),
        ("speaker: asif", "speaker: asif", {}),
    ],
)
def test_fields_are_told_from_words(
    text: str, words: str, fields: dict[str, str]
) -> None:
    assert split_fields(text) == (words, fields)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("bomb* the port", [Part("the port", ("bomb",))]),
        ("port -bomb*", [Part("port", (), ("bomb",))]),
        ('a "b OR c*" d', [Part('a "b OR c*" d')]),
        ("a or b*", [Part("a"), Part("", ("b",))]),
        ("OR", [Part("")]),
        ("* a** :*", [Part("* a** :*")]),
    ],
)
def test_alternatives_and_starts_of_words(text: str, parts: list[Part]) -> None:
    assert alternatives(text) == parts
