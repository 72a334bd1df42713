"""An editor's day, in the browser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AbstractBaseUser
from playwright.sync_api import Page, expect

from claims.models import Claim, Link, Status
from tests.factories import (
    WORDS,
    ActorFactory,
    AliasFactory,
    AllegationFactory,
    ClaimFactory,
    RevisionFactory,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

#: Selects words in one paragraph, as a reader does with the mouse.
SELECT = """([words, nth]) => {
  const paragraph = document.querySelectorAll(".body [data-start-char]")[nth];
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const at = walker.currentNode.textContent.indexOf(words);
    if (at < 0) continue;
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def page(
    browser_page: Page, sign_in: Callable[[AbstractBaseUser], None], editor
) -> Page:
    """A page of an editor; errors of scripts fail the test."""
    sign_in(editor)
    errors: list[str] = []
    browser_page.on("pageerror", lambda error: errors.append(str(error)))
    yield browser_page
    assert errors == []


def test_an_editor_signs_in_and_confirms_with_one_key(
    browser_page: Page, editor: AbstractBaseUser
) -> None:
    claim = ClaimFactory()
    browser_page.goto(f"/accounts/login/?next={claim.get_absolute_url()}")
    browser_page.get_by_label("Username").fill("editor")
    browser_page.get_by_label("Password").fill("password of editor")
    browser_page.keyboard.press("Enter")
    browser_page.get_by_role("button", name="Confirm").wait_for()
    # The keys work from when the page is loaded, which is later than it is seen.
    browser_page.wait_for_load_state()
    browser_page.keyboard.press("a")
    expect(browser_page.get_by_text("confirmed by an editor").first).to_be_visible()
    claim.refresh_from_db()
    assert claim.status == Status.CONFIRMED


def test_in_the_queue_each_key_decides_and_goes_on(page: Page) -> None:
    first, second = ClaimFactory(confidence=0.5), ClaimFactory(confidence=0.6)
    page.goto("/review/")
    page.keyboard.press("a")
    expect(page.locator(f"#claim-{first.pk} .outcome")).to_have_text("confirmed")
    expect(page.locator(f"#claim-{second.pk}")).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator(f"#claim-{second.pk} .outcome")).to_have_text("rejected")
    assert {c.status for c in Claim.objects.all()} == {"confirmed", "rejected"}


def test_a_slip_in_the_queue_is_put_right_by_the_other_key(page: Page) -> None:
    claim = ClaimFactory()
    page.goto("/review/")
    outcome = page.locator(".outcome")
    page.keyboard.press("r")
    expect(outcome).to_have_text("rejected")
    page.keyboard.press("a")
    expect(outcome).to_have_text("confirmed")
    claim.refresh_from_db()
    assert claim.status == Status.CONFIRMED


def test_keys_do_nothing_while_typing_or_switched_off(page: Page) -> None:
    claim = ClaimFactory()
    page.goto(claim.get_absolute_url())
    page.get_by_role("searchbox").press("a")
    page.get_by_role("button", name="Keyboard").click()
    page.get_by_label("Use single keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.locator("h1").click()
    page.keyboard.press("a")
    page.keyboard.press("r")
    page.reload()
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    claim.refresh_from_db()
    assert claim.status == Status.PROPOSED


def test_words_are_corrected(page: Page) -> None:
    claim = ClaimFactory()
    page.goto(claim.get_absolute_url())
    page.keyboard.press("e")
    page.get_by_label("Words", exact=True).fill("armed the rebels")
    page.get_by_label("Kind").select_option("denial")
    page.get_by_role("button", name="Save and confirm").click()
    expect(page.locator("ins", has_text="armed the rebels")).to_be_visible()
    claim.refresh_from_db()
    assert (claim.exact, claim.kind) == ("armed the rebels", "denial")


def test_selected_words_of_an_article_become_a_claim(page: Page) -> None:
    revision = RevisionFactory()
    # A mark with its number before the words: the number is no text of the article.
    ClaimFactory(revision=revision, exact="The Southland minister")
    actor = ActorFactory(name="Northland government")
    AliasFactory(actor=actor, text="Northland")
    page.goto(revision.article.get_absolute_url())
    page.evaluate(SELECT, ["Northland", 0])
    # Where a machine is slow, the page learns of a selection a little later.
    expect(page.locator("#selected-words")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_label("Words", exact=True)).to_have_value("Northland")
    page.get_by_label("Category").select_option("supports_terrorism")
    page.get_by_label("Target").press_sequentially("northl")
    suggestion = page.locator("#actor-suggestions option")
    expect(suggestion).to_have_attribute("value", "Northland government")
    page.get_by_label("Target").fill("Northland government")
    page.get_by_role("button", name="Add this claim").click()
    expect(page.get_by_text("added by an editor").first).to_be_visible()
    claim = Claim.objects.get(origin="person")
    assert claim.start_char == revision.text.index(WORDS)
    assert claim.target == actor


def test_a_link_is_made_with_three_keys(page: Page) -> None:
    allegation = AllegationFactory()
    charge = ClaimFactory(allegation=allegation)
    denial = ClaimFactory(
        kind="denial", exact="rejected the charge", allegation=allegation
    )
    page.goto(denial.get_absolute_url())
    page.keyboard.press("l")
    page.wait_for_url("**/link/")
    expect(page.locator("[data-item]:focus")).to_contain_text(WORDS)
    page.keyboard.press("1")
    expect(page.get_by_text("link confirmed by an editor")).to_be_visible()
    link = Link.objects.get()
    assert (link.answer, link.answered, link.relation) == (denial, charge, "denies")


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    claim = ClaimFactory()
    article = claim.revision.article
    for address in (
        "/review/",
        "/review/links/",
        claim.get_absolute_url(),
        f"{claim.get_absolute_url()}correct/",
        f"{claim.get_absolute_url()}link/",
        f"{article.get_absolute_url()}add-claim/",
        article.get_absolute_url(),
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_everything_works_without_scripts(
    browser, live_server, editor: AbstractBaseUser
) -> None:
    claim = ClaimFactory()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/?next=/review/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill("password of editor")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Correct").click()
    page.get_by_label("Words", exact=True).fill("armed the rebels")
    page.get_by_role("button", name="Save and confirm").click()
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("rejected by an editor").first).to_be_visible()
    page.goto(f"{claim.revision.article.get_absolute_url()}")
    page.get_by_text("Add a claim that was missed").click()
    page.get_by_label("Words", exact=True).fill("rejected the charge")
    page.get_by_label("Category").select_option("other")
    page.get_by_role("button", name="Add this claim").click()
    expect(page.get_by_text("added by an editor").first).to_be_visible()
    context.close()


def test_allegations_are_merged_split_and_named_by_keys(page: Page) -> None:
    northland = ActorFactory(name="Northland")
    ferry = AllegationFactory(title="Northland blamed for the ferry", target=northland)
    port = AllegationFactory(title="Northland blamed for the port", target=northland)
    claims = [ClaimFactory(allegation=home, target=northland) for home in (ferry, port)]
    page.goto(ferry.get_absolute_url())
    page.wait_for_load_state()
    page.keyboard.press("m")
    page.wait_for_url("**/merge/")
    page.wait_for_load_state()
    page.keyboard.press("m")
    expect(page.get_by_text("Merged. The old address leads here.")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("s")
    page.wait_for_url("**/split/")
    page.wait_for_load_state()
    page.keyboard.press("x")
    page.keyboard.press("s")
    expect(page.get_by_text("The statements that you chose are here")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("t")
    title = page.get_by_role("textbox", name="Say what is said")
    title.fill("The port in dispute")
    title.press("Enter")
    expect(page.get_by_role("heading", name="The port in dispute")).to_be_visible()
    assert len(set(Claim.objects.values_list("allegation", flat=True))) == len(claims)
