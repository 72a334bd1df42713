import re
from collections import Counter, defaultdict
from datetime import date

from actors.gazetteer import Gazetteer
from actors.gazetteer.records import KnownActor, Office
from actors.names import normalise

PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?)?")
KINDS = {"government", "agency", "armed_group", "organisation", "person"}
# Offices that one person holds at a time; in real life predecessors overlapped only
# where one was ill or two claimed the office.
SINGLE = {"president", "prime minister", "foreign minister", "interior minister"}
OVERLAPS = {"Ehud Olmert", "Walid Muallem", "Alassane Ouattara"}


def _offices(gazetteer: Gazetteer) -> list[tuple[KnownActor, Office]]:
    return [(actor, office) for actor in gazetteer.actors for office in actor.offices]


def _twice(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_it_covers_what_it_promises(gazetteer: Gazetteer) -> None:
    kinds = Counter(actor.kind for actor in gazetteer.actors)
    assert len(gazetteer.states) > 195
    assert kinds["armed_group"] > 400
    assert kinds["agency"] > 250
    assert kinds["person"] > 1500


def test_names_and_keys_are_unique(gazetteer: Gazetteer) -> None:
    assert not _twice([actor.name for actor in gazetteer.actors])
    assert not _twice([actor.key for actor in gazetteer.actors])
    assert not _twice([state.iso2 for state in gazetteer.states])


def test_kinds_and_countries_are_known(gazetteer: Gazetteer) -> None:
    codes = {state.iso2 for state in gazetteer.states} | {"EH", "EU"}
    assert {actor.kind for actor in gazetteer.actors} == KINDS
    assert {c for actor in gazetteer.actors for c in actor.countries} <= codes


def test_wikidata_ids_are_well_formed_and_unique(gazetteer: Gazetteer) -> None:
    ids = [actor.wikidata_id for actor in gazetteer.actors if actor.wikidata_id]
    assert all(re.fullmatch(r"Q[1-9]\d*", wikidata_id) for wikidata_id in ids)
    assert not _twice(ids)


def test_a_name_of_two_actors_is_marked_as_shared(gazetteer: Gazetteer) -> None:
    bearers = defaultdict(set)
    for actor in gazetteer.actors:
        for alias in actor.aliases:
            if not alias.shared:
                bearers[_key(alias.text)].add(actor.name)
    assert {key: names for key, names in bearers.items() if len(names) > 1} == {}


def _key(text: str) -> str:
    return normalise(text) if " " in normalise(text) else text.casefold()


def test_every_name_has_a_key(gazetteer: Gazetteer) -> None:
    texts = [alias.text for actor in gazetteer.actors for alias in actor.aliases]
    assert all(normalise(text) for text in texts)
    assert all(len(text) < 200 for text in texts)


def test_parents_and_bodies_exist(gazetteer: Gazetteer) -> None:
    keys = {actor.key for actor in gazetteer.actors}
    assert {actor.part_of for actor in gazetteer.actors} - {""} <= keys
    assert {office.body for _, office in _offices(gazetteer)} <= keys


def test_dates_are_partial_iso_dates_in_order(gazetteer: Gazetteer) -> None:
    spans = [(a.name, o.start, o.end) for a, o in _offices(gazetteer)]
    spans += [(actor.name, actor.start, actor.end) for actor in gazetteer.actors]
    for name, start, end in spans:
        assert all(PARTIAL_DATE.fullmatch(day) for day in (start, end) if day), name
        assert not start or not end or start <= end, name


def test_offices_of_one_person_do_not_overlap(gazetteer: Gazetteer) -> None:
    terms = defaultdict(list)
    for actor, office in _offices(gazetteer):
        if office.role in SINGLE and office.start:
            terms[office.role, office.body].append((office.start, office, actor))
    for row in terms.values():
        ordered = sorted(row, key=lambda term: term[0])
        for (_, before, _), (_, after, successor) in zip(
            ordered, ordered[1:], strict=False
        ):
            assert not _overlap(before, after) or successor.name in OVERLAPS


def _overlap(before: Office, after: Office) -> bool:
    end = before.end or "9999"
    length = min(len(end), len(after.start))
    return after.start[:length] < end[:length]


def test_an_office_is_held_from_its_first_to_its_last_day() -> None:
    from_autumn = Office("foreign minister", "state/pk", "2017-08-04", "2018-04")
    days = ["2017-08-03", "2017-08-04", "2018-04-30", "2018-05-01"]
    held = [from_autumn.held_on(date.fromisoformat(day)) for day in days]
    assert held == [False, True, True, False]
