"""Reading in a real browser, at the width of a desk and of a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, ViewportSize, expect

from claims.models import Link
from tests.factories import ClaimFactory, make_dispute

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture
def dispute() -> Link:
    return make_dispute()


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    """A page that must not complain, nor ask any other machine for anything."""
    complaints: list[str] = []
    strangers: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    def watch(request: Request) -> None:
        if not request.url.startswith(("http://localhost:", "http://127.0.0.1:")):
            strangers.append(request.url)

    # A busy machine is no reason to fail.
    browser_page.set_default_timeout(60_000)
    browser_page.on("console", listen)
    browser_page.on("pageerror", lambda error: complaints.append(str(error)))
    browser_page.on("request", watch)
    yield browser_page
    assert complaints == []
    assert strangers == []


def addresses(link: Link) -> list[str]:
    claim = link.answered
    return [
        "/",
        "/claims/",
        "/claims/?target=northland&answered=yes",
        "/claims/?kind=rumour",
        "/timeline/",
        "/allegations/",
        "/actors/",
        "/outlets/",
        "/about/",
        "/accounts/login/",
        claim.get_absolute_url(),
        claim.allegation.get_absolute_url(),
        claim.target.get_absolute_url(),
        claim.revision.article.outlet.get_absolute_url(),
        claim.revision.article.get_absolute_url(),
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_scrolls_sideways(
    page: Page, dispute: Link, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    for address in addresses(dispute):
        page.goto(address)
        overhang = page.evaluate(
            "document.documentElement.scrollWidth - window.innerWidth"
        )
        assert overhang <= 0, address


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_buttons_and_links_in_menus_are_large_enough_to_hit(
    page: Page, dispute: Link, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.goto("/claims/?target=northland")
    for target in page.locator("header a, footer a, button:visible, .chips a").all():
        box = target.bounding_box()
        if box:
            assert min(box["width"], box["height"]) >= 24, target.inner_text()


def test_every_page_has_one_heading_a_title_and_landmarks(
    page: Page, dispute: Link
) -> None:
    for address in addresses(dispute):
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert page.title().endswith("Crossclaim")
        for landmark in ("header", "nav", "main", "footer"):
            assert page.locator(landmark).first.is_visible(), address


def test_every_field_has_a_label(page: Page, dispute: Link) -> None:
    for address in ("/", "/claims/", "/actors/", "/accounts/login/"):
        page.goto(address)
        unlabelled = page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select')]"
            ".filter(e => !e.labels.length && !e.ariaLabel).map(e => e.name)"
        )
        assert unlabelled == [], address


def test_the_first_tab_skips_to_the_content(page: Page, dispute: Link) -> None:
    page.goto("/claims/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_keys_walk_through_a_list_and_open_a_claim(page: Page, dispute: Link) -> None:
    page.goto("/claims/")
    items = page.locator("[data-item]")
    page.keyboard.press("j")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(items.nth(0)).to_be_focused()
    page.keyboard.press("o")
    page.wait_for_url(f"**{dispute.answer.get_absolute_url()}")


def test_a_slash_goes_to_the_search_and_letters_are_letters_there(
    page: Page, dispute: Link
) -> None:
    page.goto("/claims/")
    page.keyboard.press("/")
    page.keyboard.type("jo?")
    field = page.locator("main input[name=q]")
    expect(field).to_be_focused()
    expect(field).to_have_value("jo?")
    expect(page.locator("dialog")).to_be_hidden()


def test_the_help_lists_the_keys_and_turns_them_off_for_good(
    page: Page, dispute: Link
) -> None:
    page.goto("/claims/")
    page.keyboard.press("?")
    dialog = page.locator("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Use single keys").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.goto("/allegations/")
    page.keyboard.press("j")
    assert page.locator("[data-item]:focus").count() == 0
    page.get_by_role("button", name="Keyboard").click()
    expect(dialog).to_be_visible()


def test_a_mark_in_an_article_leads_to_its_claim_and_back(
    page: Page, dispute: Link
) -> None:
    claim = dispute.answered
    page.goto(claim.revision.article.get_absolute_url())
    page.locator("mark a").first.click()
    page.wait_for_url(f"**{claim.get_absolute_url()}")
    page.get_by_text("Read it in").click()
    page.wait_for_url(f"**#claim-{claim.pk}")
    expect(page.locator(".body mark").first).to_be_in_viewport()


def test_filters_are_typed_by_name_and_taken_away_by_a_click(
    page: Page, dispute: Link
) -> None:
    ClaimFactory(exact="attacked the port")
    page.goto("/claims/")
    page.get_by_text("Filters", exact=False).first.click()
    page.get_by_label("Target").fill("Northland")
    page.get_by_label("Target").press("Enter")
    expect(page.get_by_text("2 claims")).to_be_visible()
    page.locator(".chips a").first.click()
    expect(page.get_by_text("3 claims")).to_be_visible()


def test_reading_works_without_javascript(page: Page, dispute: Link) -> None:
    browser, base_url = page.context.browser, page.url
    assert browser is not None
    page.goto("/")
    base_url = page.url
    with browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(base_url)
        plain.get_by_role("link", name="Claims", exact=True).click()
        plain.get_by_label("Words in the claim").fill("rebels")
        plain.get_by_role("button", name="Show").first.click()
        expect(plain.get_by_text("1 claim", exact=True)).to_be_visible()
        plain.locator("[data-open]").first.click()
        expect(plain.get_by_text("What answers it")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast_enough(page: Page, dispute: Link, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for address in addresses(dispute):
        page.goto(address)
        assert page.evaluate(POOR_CONTRAST) == [], address


#: WCAG 2.2, 1.4.3: at least 4.5 between the colour of a text and what lies behind it.
#: Large text may have less; it is held to the same here.
POOR_CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d",
    {willReadFrequently: true});
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgba(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3
      && n.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const a = light(rgba(getComputedStyle(element).color));
    const b = light(behind(element));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([element.textContent.trim().slice(0, 40), ratio]);
  }
  return poor;
}
"""
