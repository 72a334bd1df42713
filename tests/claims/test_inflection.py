import pytest

from claims.inflection import noun_forms, verb_forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("accuse", {"accuse", "accuses", "accused", "accusing"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("plot", {"plot", "plots", "plotted", "plotting"}),
        ("kidnap", {"kidnap", "kidnaps", "kidnapped", "kidnapping"}),
        ("attack", {"attack", "attacks", "attacked", "attacking"}),
        ("say", {"say", "says", "said", "saying"}),
    ],
)
def test_verbs_take_their_endings(verb: str, forms: set[str]) -> None:
    assert verb_forms(verb) == forms


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("bomb", "bombs"), ("agency", "agencies"), ("ambush", "ambushes")],
)
def test_nouns_take_their_plural(noun: str, plural: str) -> None:
    assert noun_forms(noun) == {noun, plural}


def test_irregular_plurals_are_known() -> None:
    assert noun_forms("spokesman") == {"spokesman", "spokesmen"}
