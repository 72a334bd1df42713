import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains
from stix2validator import ValidationOptions, validate_string

from claims.exports.formats import FORMATS
from claims.exports.lines import cell
from claims.exports.selection import Selection
from claims.models import Claim, Link
from tests.factories import WORDS, ClaimFactory, RevisionFactory, make_dispute

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute() -> Link:
    return make_dispute()


def export(client: Client, name: str, **parameters: str) -> str:
    response = client.get(reverse("export_claims", args=[name]), parameters)
    assert response.status_code == 200
    return response.getvalue().decode()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_has_a_row_for_each_claim_in_the_order_of_the_list(
    client: Client, dispute: Link
) -> None:
    found = rows(export(client, "csv"))
    assert [row["words"] for row in found] == ["rejected the charge", WORDS]
    assert found[1]["speaker_name"] == "Ana Sur"
    assert found[1]["target_actor_slug"] == "northland"
    assert found[1]["answers_count"] == "1"


def test_an_export_has_what_the_list_with_the_same_filters_has(
    client: Client, dispute: Link
) -> None:
    for parameters in ({"kind": "denial"}, {"q": "armed"}, {"answered": "yes"}):
        page = client.get(reverse("claims"), parameters).context["page"]
        found = rows(export(client, "csv", **parameters))
        assert [int(row["id"]) for row in found] == [claim.pk for claim in page]
        assert len(found) == 1


def test_a_row_says_in_which_archived_text_its_words_stand(
    client: Client, dispute: Link
) -> None:
    revision = dispute.answered.revision
    row = rows(export(client, "csv", kind="accusation"))[0]
    assert row["revision_sha256"] == revision.sha256
    assert row["article_published_url"] == revision.article.url
    assert row["url"] == f"http://testserver{dispute.answered.get_absolute_url()}"
    for part in (revision.sha256, revision.article.url, WORDS, "Harbour Post"):
        assert part in row["citation"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1+1"]
)
def test_words_never_become_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_numbers_stay_numbers() -> None:
    assert cell(-1) == -1


def test_a_hostile_claim_does_not_break_the_table(client: Client) -> None:
    words = '=HYPERLINK("http://evil.example","x"), "quoted"\nsecond line'
    ClaimFactory(revision=RevisionFactory(text=words), exact=words)
    assert [row["words"] for row in rows(export(client, "csv"))] == [f"'{words}"]


def test_each_json_line_is_a_claim(client: Client, dispute: Link) -> None:
    lines = export(client, "jsonl").splitlines()
    claims = [json.loads(line) for line in lines]
    assert [claim["kind"] for claim in claims] == ["denial", "accusation"]
    assert claims[0]["speaker"]["speaks_for"]["slug"] == "northland"
    text = dispute.answered.revision.text
    place = claims[1]["revision"]
    assert text[place["start_char"] : place["end_char"]] == claims[1]["words"]


def test_schema_org_says_where_a_claim_appears(client: Client, dispute: Link) -> None:
    Claim.objects.filter(pk=dispute.answer_id).update(quotation="direct")
    denial, accusation = json.loads(export(client, "jsonld"))["@graph"]
    assert denial["@type"] == ["Claim", "Quotation"]
    assert accusation["@type"] == "Claim"
    assert accusation["author"]["@type"] == "Person"
    assert accusation["appearance"]["url"] == dispute.answered.revision.article.url
    assert "?revision=1#claim-" in accusation["appearance"]["archivedAt"]


def test_annotations_find_the_words_by_quote_and_by_place(
    client: Client, dispute: Link
) -> None:
    collection = json.loads(export(client, "annotations"))
    assert collection["type"] == "AnnotationCollection"
    target = collection["first"]["items"][1]["target"]
    quote, position = target["selector"]
    assert quote["exact"] == WORDS
    text = dispute.answered.revision.text
    assert text[position["start"] : position["end"]] == WORDS
    assert target["source"] == dispute.answered.revision.article.url


def test_a_stix_bundle_is_valid_and_complete(client: Client, dispute: Link) -> None:
    ClaimFactory(speaker=None, target=None, confidence=0.5)
    text = export(client, "stix")
    result = validate_string(text, ValidationOptions(version="2.1"))
    assert result.is_valid, [str(error) for error in result.errors]
    objects = json.loads(text)["objects"]
    ids = [thing["id"] for thing in objects]
    assert len(ids) == len(set(ids))
    assert {ref for thing in objects for ref in thing.get("object_refs", [])} <= {*ids}


def test_an_answer_is_an_opinion_on_what_it_answers(
    client: Client, dispute: Link
) -> None:
    objects = json.loads(export(client, "stix"))["objects"]
    (opinion,) = [thing for thing in objects if thing["type"] == "opinion"]
    answered = next(thing for thing in objects if thing["id"] in opinion["object_refs"])
    assert opinion["opinion"] == "strongly-disagree"
    assert answered["content"] == WORDS


def test_an_opinion_on_what_is_left_out_is_left_out(
    client: Client, dispute: Link
) -> None:
    assert '"opinion"' not in export(client, "stix", kind="denial")


@pytest.mark.parametrize("name", FORMATS)
def test_no_claim_is_an_export_too(client: Client, name: str) -> None:
    text = export(client, name)
    if "json" in FORMATS[name].extension and name != "jsonl":
        json.loads(text)


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_has_no_query_per_claim(
    client: Client,
    dispute: Link,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(5):
        ClaimFactory()
    with django_assert_max_num_queries(12):
        export(client, name)


def test_chunks_leave_nothing_out_and_keep_the_order(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claims.exports.selection.CHUNK_SIZE", 2)
    claims = [ClaimFactory(said_on=date(2017, 1, day)) for day in (3, 1, 2, 5, 4)]
    oldest = sorted(claims, key=lambda claim: claim.sort_date)
    found = rows(export(client, "csv", sort="oldest"))
    assert [int(row["id"]) for row in found] == [claim.pk for claim in oldest]


def test_the_best_match_comes_first_when_asked(client: Client) -> None:
    texts = ["a port among many other places in a long list", "the port, the port"]
    weak, strong = (
        ClaimFactory(revision=RevisionFactory(text=text), exact=text) for text in texts
    )
    found = rows(export(client, "csv", q="port", sort="relevance"))
    assert [int(row["id"]) for row in found] == [strong.pk, weak.pk]


def test_what_readers_do_not_see_is_not_exported(client: Client) -> None:
    hidden = ClaimFactory(status="rejected")
    assert rows(export(client, "csv")) == []
    address = reverse("export_claim", args=[hidden.pk, "csv"])
    assert client.get(address).status_code == 404


def test_a_bad_filter_is_said_in_words(client: Client) -> None:
    response = client.get(reverse("export_claims", args=["csv"]), {"kind": "rumour"})
    assert response.status_code == 400
    assert "rumour" in response.content.decode()


def test_a_format_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get(reverse("export_claims", args=["xls"])).status_code == 404


def test_one_claim_can_be_taken_along(client: Client, dispute: Link) -> None:
    claim = dispute.answered
    page = client.get(claim.get_absolute_url())
    address = reverse("export_claim", args=[claim.pk, "jsonld"])
    assertContains(page, f'type="application/ld+json" href="{address}"')
    response = client.get(address)
    assert response["Content-Type"] == "application/ld+json"
    assert json.loads(response.getvalue())["@graph"][0]["text"] == WORDS


def test_the_list_leads_to_its_export_with_its_filters(
    client: Client, dispute: Link
) -> None:
    page = client.get(reverse("claims"), {"kind": "denial", "page": "1"})
    assertContains(page, 'href="/claims/export/csv/?kind=denial"')


def test_a_command_writes_the_same(
    dispute: Link, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "claims.csv"
    site = "http://testserver"
    call_command("export_claims", file, filter="kind=denial", site=site)
    with file.open(encoding="utf-8", newline="") as written:
        assert written.read() == export(client, "csv", kind="denial")
    assert "1 claim written" in capsys.readouterr().out


def test_a_report_has_the_exchange_and_its_sources(
    client: Client, dispute: Link, analyst: User
) -> None:
    allegation = dispute.answered.allegation
    assert allegation is not None
    page = client.get(allegation.get_absolute_url())
    address = reverse("allegation_report", args=[allegation.pk, allegation.slug])
    assertContains(page, address)
    report = client.get(address)
    for words in (WORDS, "rejected the charge", dispute.answered.revision.sha256):
        assertContains(report, words)


def test_an_export_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.exports.selection.CHUNK_SIZE", 2)
    for _ in range(5):
        ClaimFactory()
    steps: list[int] = []
    claims = Claim.objects.visible()
    selection = Selection(claims, "https://example.org/", steps.append)
    assert "".join(FORMATS["jsonl"].write(selection)).count("\n") == 5
    assert steps == [2, 2, 1]


def test_a_report_takes_few_queries(
    client: Client,
    dispute: Link,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    allegation = dispute.answered.allegation
    assert allegation is not None
    for _ in range(4):
        ClaimFactory(allegation=allegation)
    with django_assert_max_num_queries(8):
        client.get(reverse("allegation_report", args=[allegation.pk, allegation.slug]))
