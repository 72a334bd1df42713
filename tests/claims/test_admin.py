import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Allegation, Analysis, Claim, Decision, Link
from tests.factories import (
    AllegationFactory,
    AnalysisFactory,
    ClaimFactory,
    DecisionFactory,
    LinkFactory,
    UserFactory,
)

MODELS = (Claim, Link, Allegation, Analysis, Decision)


@pytest.fixture
def admins_client(client: Client) -> Client:
    """Of the group admins, and no superuser."""
    client.force_login(UserFactory(groups=["admins"], is_staff=True))
    return client


@pytest.fixture(autouse=True)
def rows(db: None) -> None:
    AnalysisFactory()
    AllegationFactory()
    DecisionFactory()
    LinkFactory()


def address(model: type, page: str, *arguments: int) -> str:
    return reverse(f"admin:claims_{model._meta.model_name}_{page}", args=arguments)


@pytest.mark.parametrize("model", MODELS)
def test_admins_look_rows_up(admins_client: Client, model: type) -> None:
    row = model.objects.first()
    assert admins_client.get(address(model, "changelist")).status_code == 200
    page = admins_client.get(address(model, "change", row.pk))
    assert page.status_code == 200
    assert b'name="_save"' not in page.content


@pytest.mark.parametrize("model", MODELS)
def test_nobody_decides_or_deletes_in_the_admin(client: Client, model: type) -> None:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    row = model.objects.first()
    for page, arguments in (("add", ()), ("delete", (row.pk,))):
        assert client.get(address(model, page, *arguments)).status_code == 403
    assert client.post(address(model, "change", row.pk), {}).status_code == 403


def test_the_admin_leads_to_the_page_where_a_claim_is_decided(
    admins_client: Client,
) -> None:
    claim = Claim.objects.first()
    page = admins_client.get(address(Claim, "changelist")).content.decode()
    assert f'href="{claim.get_absolute_url()}"' in page


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_no_query_per_row(
    admins_client: Client,
    model: type,
    django_assert_max_num_queries: pytest.FixtureRequest,
) -> None:
    for _ in range(5):
        ClaimFactory()
        LinkFactory()
        DecisionFactory()
        AllegationFactory()
        AnalysisFactory()
    with django_assert_max_num_queries(9):
        admins_client.get(address(model, "changelist"))


def test_editors_have_no_admin(client: Client) -> None:
    client.force_login(UserFactory(groups=["editors"]))
    assert client.get(address(Claim, "changelist")).status_code == 302
