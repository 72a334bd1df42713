import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.parse import canonical_url

SITE = "https://courier.example"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("HTTPS://Courier.Example/A", f"{SITE}/A"),
        (SITE, f"{SITE}/"),
        (f"{SITE}:443/a", f"{SITE}/a"),
        ("http://courier.example:80/a", "http://courier.example/a"),
        (f"{SITE}:8443/a", f"{SITE}:8443/a"),
        (f"{SITE}/a#comments", f"{SITE}/a"),
        (f" {SITE}/a\n", f"{SITE}/a"),
        (f"{SITE}/a?utm_source=x&utm_medium=y", f"{SITE}/a"),
        (f"{SITE}/a?id=7&fbclid=abc", f"{SITE}/a?id=7"),
        (f"{SITE}/a?UTM_Source=x&id=7", f"{SITE}/a?id=7"),
        (f"{SITE}/a?b=2&a=1", f"{SITE}/a?b=2&a=1"),
        (f"{SITE}/a?q=x+y%20z", f"{SITE}/a?q=x+y%20z"),
        (f"{SITE}/a?flag", f"{SITE}/a?flag"),
        (f"{SITE}/a?", f"{SITE}/a"),
        (f"{SITE}/a b", f"{SITE}/a%20b"),
        (f"{SITE}/café", f"{SITE}/caf%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        (f"{SITE}/x/../a", f"{SITE}/a"),
    ],
)
def test_one_page_has_one_address(address: str, canonical: str) -> None:
    assert canonical_url(address) == canonical


@pytest.mark.parametrize(
    "address",
    ["", "courier.example", "/a", "mailto:me@here.example", "http://", "http://[x/"],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is no web address"):
        canonical_url(address)


@given(st.text(max_size=60))
def test_a_canonical_address_is_its_own(path: str) -> None:
    try:
        address = canonical_url(f"{SITE}/{path}")
    except ValueError:
        return
    assert canonical_url(address) == address
