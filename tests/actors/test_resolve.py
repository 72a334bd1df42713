from collections.abc import Callable
from datetime import date

import pytest

from actors.resolve import ActorIndex

Find = Callable[..., str | None]
OCTOBER_2017 = date(2017, 10, 9)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Islamabad", "Pakistan government"),
        ("ISLAMABAD", "Pakistan government"),
        ("the Kremlin", "Russia government"),
        ("Foggy Bottom", "US government"),
        ("U.S.", "US government"),
        ("the State Department", "US government"),
        ("the ISI", "ISI"),
        ("Inter-Services Intelligence agency", "ISI"),
        ("HQN", "Haqqani network"),
        ("al-Qaida", "Al-Qaeda"),
        ("Daesh", "Islamic State"),
        ("Isis", "Islamic State"),
        ("MRTA", "MRTA"),
        ("FARABUNDO MARTI NATIONAL LIBERATION FRONT", "FMLN"),
        ("the Turkish army", "Turkish military"),
        ("Hezbollah militants", "Hezbollah"),
    ],
)
def test_names_metonyms_and_acronyms_resolve(
    name_of: Find, mention: str, name: str
) -> None:
    assert name_of(mention) == name


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Qasim Sulaimani", "Qassem Soleimani"),
        ("Jaysh-e-Mohammad", "Jaish-e-Mohammed"),
        ("Lashkar e Toyba", "Lashkar-e-Taiba"),
        ("AL-QA'IDAH", "Al-Qaeda"),
        ("Muammar Khadafi", "Muammar Gaddafi"),
    ],
)
def test_transliterations_resolve(name_of: Find, mention: str, name: str) -> None:
    assert name_of(mention) == name


@pytest.mark.parametrize(
    "mention",
    ["", "…", "us", "who", "it", "dawn", "militants", "Pakistani journalist", "Smith"],
)
def test_words_that_name_nobody_known_do_not_resolve(
    name_of: Find, mention: str
) -> None:
    assert name_of(mention) is None


def test_resolving_says_how(index: ActorIndex) -> None:
    found = index.resolve("Islamabad")
    assert found is not None
    assert found.how == "alias 'Islamabad'"
    assert not found.is_affiliation_only


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Pakistan's foreign minister", "Khawaja Asif"),
        ("the Pakistani foreign minister", "Khawaja Asif"),
        ("the U.S. secretary of state", "Rex Tillerson"),
        ("Britain's foreign secretary", "Boris Johnson"),
        ("the CIA director", "Mike Pompeo"),
        ("the chairman of the U.S. Joint Chiefs of Staff", "Joseph Dunford"),
        ("Iran's supreme leader", "Ali Khamenei"),
        ("the U.N. secretary-general", "António Guterres"),
    ],
)
def test_an_office_resolves_to_who_held_it_that_day(
    name_of: Find, mention: str, name: str
) -> None:
    assert name_of(mention, on=OCTOBER_2017) == name


def test_an_office_without_a_day_names_only_the_government(index: ActorIndex) -> None:
    found = index.resolve("Pakistan's foreign minister")
    assert found is not None
    assert found.actor.name == "Pakistan government"
    assert found.is_affiliation_only


@pytest.mark.parametrize(
    "mention",
    [
        "Pakistan's deputy foreign minister",
        "a Pakistani minister",
        "the wife of Pakistan's foreign minister",
    ],
)
def test_others_near_an_office_are_not_its_holder(name_of: Find, mention: str) -> None:
    assert name_of(mention, on=OCTOBER_2017) != "Khawaja Asif"


def test_a_former_office_holder_is_not_guessed(name_of: Find) -> None:
    assert name_of("Pakistan's former foreign minister", on=OCTOBER_2017) is None


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("U.S. Secretary of State Rex Tillerson", "Rex Tillerson"),
        ("Marine General Joseph Dunford, the chairman of the panel", "Joseph Dunford"),
        ("PAKISTAN'S FOREIGN MINISTER KHAWAJA ASIF", "Khawaja Asif"),
        ("James B. Comey Jr.", "James Comey"),
        ("President Bashar al-Assad", "Bashar al-Assad"),
    ],
)
def test_a_full_name_inside_a_mention_resolves(
    name_of: Find, mention: str, name: str
) -> None:
    assert name_of(mention) == name


@pytest.mark.parametrize(
    "mention",
    [
        "supporters of Bashar al-Assad",
        "Donald Trump's lawyer",
        "troops loyal to Khalifa Haftar",
        "Hillary Clinton campaign",
    ],
)
def test_who_is_near_a_person_is_not_that_person(index: ActorIndex, mention: str):
    found = index.resolve(mention)
    assert found is None or found.actor.kind != "person"


def test_a_namesake_of_long_ago_is_not_meant(name_of: Find) -> None:
    assert name_of("Mike Johnson", on=date(1989, 5, 1)) is None


@pytest.mark.parametrize(
    ("mention", "on", "name"),
    [
        ("President Bush", date(1990, 1, 9), "George H. W. Bush"),
        ("President Bush", date(2005, 1, 9), "George W. Bush"),
        ("Secretary of State Clinton", date(2011, 9, 22), "Hillary Clinton"),
        ("President Clinton", date(1998, 8, 20), "Bill Clinton"),
        ("Putin", date(2024, 3, 23), "Vladimir Putin"),
        ("Prime Minister Sharif", date(2024, 5, 1), "Shehbaz Sharif"),
    ],
)
def test_a_surname_resolves_by_office_and_day(
    name_of: Find, mention: str, on: date, name: str
) -> None:
    assert name_of(mention, on=on) == name


def test_a_surname_of_another_country_does_not_resolve(name_of: Find) -> None:
    assert name_of("Brown", on=date(2008, 1, 1), context=["Colombia"]) is None


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Indian officials", "India government"),
        ("a senior U.S. official who asked not to be named", "US government"),
        ("a Pentagon spokesman", "US government"),
        ("a spokesman for the Taliban", "Taliban"),
        ("Lebanese Hizbollah officials", "Hezbollah"),
        ("members of the FMLN", "FMLN"),
        ("police officers in Pakistan", "Police (Pakistan)"),
    ],
)
def test_unnamed_members_resolve_to_their_body(
    index: ActorIndex, mention: str, name: str
) -> None:
    found = index.resolve(mention)
    assert found is not None
    assert (found.actor.name, found.is_affiliation_only) == (name, True)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Saudi authorities", "Saudi Arabia government"),
        ("the Karzai government", "Afghanistan government"),
        ("the Asad regime", "Syria government"),
        ("the Saudis", "Saudi Arabia government"),
        ("Chile's military junta", "Chile government"),
        ("the Colombian ELN", "ELN (Colombia)"),
        ("brutal ISIL terrorists", "Islamic State"),
        ("Iran-backed Houthi rebels", "Houthis"),
    ],
)
def test_descriptions_of_a_body_resolve(name_of: Find, mention: str, name: str) -> None:
    found = name_of(mention)
    assert found == name


@pytest.mark.parametrize(
    "mention",
    [
        "al-Qaeda-linked militants",
        "US-backed forces",
        "anti-Taliban fighters",
        "Palestinian and Israeli officials",
        "Sudanese troops and rebels",
        "Pakistanis",
        "a former Pakistani official",
    ],
)
def test_qualified_or_mixed_descriptions_do_not_resolve(
    name_of: Find, mention: str
) -> None:
    assert name_of(mention, country="SY") is None


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("the army", "Pakistan Army"),
        ("officials", "Pakistan government"),
        ("the foreign ministry", "Pakistan government"),
        ("police", "Police (Pakistan)"),
    ],
)
def test_bodies_without_a_nationality_are_those_of_the_text(
    name_of: Find, mention: str, name: str
) -> None:
    assert name_of(mention, country="PK") == name
    assert name_of(mention) is None


def test_a_shared_acronym_needs_a_context(name_of: Find) -> None:
    assert name_of("ELN") is None
    assert name_of("ELN", context=["Bogota", "Colombians"]) == "ELN (Colombia)"
    assert name_of("ELN", context=["Bolivia"]) == "ELN (Bolivia)"


def test_a_shared_name_resolves_by_the_groups_in_the_text(name_of: Find) -> None:
    context = ["Hamas", "Gaza", "Israel"]
    assert name_of("Islamic Jihad", context=context) == "Palestinian Islamic Jihad"


@pytest.mark.parametrize(
    ("mention", "label", "name"),
    [
        ("Washington", "GPE", "US government"),
        ("Washington", "PERSON", None),
        ("Hezbollah", "PERSON", "Hezbollah"),
        ("Trump", "ORG", None),
    ],
)
def test_the_entity_label_is_heeded(
    name_of: Find, mention: str, label: str, name: str | None
) -> None:
    assert name_of(mention, label=label, on=OCTOBER_2017) == name


def test_an_unknown_name_resolves_by_the_acronym_behind_it(name_of: Find) -> None:
    mention = "the Peruvian Tupac Amaru urban column (MRTA)"
    assert name_of(mention) == "MRTA"


@pytest.mark.parametrize(
    "mention",
    [
        "officials",
        "a senior official who spoke on condition of anonymity",
        "sources close to the investigation",
        "critics",
        "Pakistani intelligence officials",
        "A FOREIGN MINISTRY SPOKESMAN",
        "a Taliban commander",
        "they",
    ],
)
def test_unnamed_sources_are_told(index: ActorIndex, mention: str) -> None:
    assert index.is_unnamed(mention)


@pytest.mark.parametrize(
    "mention",
    [
        "Khawaja Asif",
        "foreign ministry spokesman Nafees Zakaria",
        "A FOREIGN MINISTRY SPOKESMAN, NAFEES ZAKARIA",
        "a spokesman, Juan Pérez Beltrán",
        "the Haqqani network",
        "the Pakistani foreign minister",
    ],
)
def test_named_sources_are_not_unnamed(index: ActorIndex, mention: str) -> None:
    assert not index.is_unnamed(mention)


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Pakistan's foreign minister Khawaja Asif", "Pakistan government"),
        ("State Department spokeswoman Jane Roe", "US government"),
        ("Hamas spokesman Sami Abu Zuhri", "Hamas"),
        ("Khawaja Asif", "Pakistan government"),
    ],
)
def test_the_body_behind_a_mention_is_given(
    index: ActorIndex, mention: str, name: str
) -> None:
    body = index.affiliation(mention, on=OCTOBER_2017)
    assert body is not None
    assert body.name == name


def test_a_name_without_a_body_has_no_affiliation(index: ActorIndex) -> None:
    assert index.affiliation("Jane Roe") is None


def test_the_main_country_of_a_text_is_the_one_it_names_most(index: ActorIndex) -> None:
    text = "LIMA, 9 Jan: Peru's army and the Peruvian police met a U.S. envoy."
    assert index.main_country(text) == "PE"


def test_a_text_about_two_countries_has_no_main_country(index: ActorIndex) -> None:
    assert index.main_country("India and Pakistan talked. " * 30) is None
    assert index.main_country("It rained.") is None


def test_a_pronoun_in_capitals_is_not_the_united_states(index: ActorIndex) -> None:
    assert (
        index.main_country("BOGOTA -- THEY TOLD US THAT COLOMBIA GAVE US AID") == "CO"
    )


def test_odd_mentions_do_no_harm(index: ActorIndex) -> None:
    for mention in ["(", "a" * 5000, "the " * 2000, "🔥🔥", "’s", "Mr.", "--", ",,,"]:
        assert index.resolve(mention) is None
        index.is_unnamed(mention)
        index.affiliation(mention)


def test_a_nationality_is_told_from_a_name(index: ActorIndex) -> None:
    assert index.is_nationality("Bolivian")
    assert not index.is_nationality("Bolivia")
    assert not index.is_nationality("Jane Roe")
