import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from claims.roles import is_admin, is_editor
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("groups", "edits", "administers"),
    [
        ([], False, False),
        (["analysts"], False, False),
        (["editors"], True, False),
        (["admins"], True, True),
    ],
    ids=["none", "analyst", "editor", "admin"],
)
def test_groups_give_roles(groups: list[str], edits: bool, administers: bool) -> None:
    user = UserFactory(groups=groups)
    assert (is_editor(user), is_admin(user)) == (edits, administers)


def test_a_superuser_may_do_everything() -> None:
    user = UserFactory(is_superuser=True)
    assert is_editor(user)
    assert is_admin(user)


def test_the_anonymous_only_read() -> None:
    assert not is_editor(AnonymousUser())
    assert not is_admin(AnonymousUser())


def test_asking_again_takes_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user = UserFactory(groups=["editors"])
    with django_assert_num_queries(1):
        assert is_editor(user)
        assert not is_admin(user)
