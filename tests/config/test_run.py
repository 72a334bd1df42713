"""`make run` for real: the first start, the second, and every way to end."""

import os
import re
import signal
import sys
from collections.abc import Iterator

import pytest
from sites import RunningSite

from config.place import Place

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(tmp_path_factory.mktemp("site") / "var")


@pytest.fixture(scope="module")
def site(place: Place) -> Iterator[RunningSite]:
    """A site on its first start."""
    site = RunningSite(place)
    try:
        site.wait_until_ready()
        yield site
    finally:
        site.stop(signal.SIGINT)


def test_the_first_page_is_served_with_its_hashed_style_sheet(
    site: RunningSite,
) -> None:
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', site.get("/"))
    assert style is not None
    assert "{" in site.get(style[1])


def test_the_sample_corpus_is_there_on_the_first_start(site: RunningSite) -> None:
    assert "importing the sample corpus" in site.output
    assert "Sample" in site.get("/outlets/")


def test_the_terminal_says_how_to_sign_in(site: RunningSite) -> None:
    password = (site.place.var / "demo_password").read_text()
    assert f"with the password {password}" in site.output


def test_a_taken_port_is_said_in_one_line(site: RunningSite, place: Place) -> None:
    second = RunningSite(Place(place.var / "other"), site.port)
    assert second.process.wait(30) == 1
    assert len(second.output.splitlines()) == 1
    assert f"Port {site.port} is taken" in second.output
    assert not second.place.var.exists()


def test_a_second_site_on_the_same_data_is_refused(
    site: RunningSite, place: Place
) -> None:
    second = RunningSite(place)
    assert second.process.wait(30) == 1
    assert "already running" in second.output.splitlines()[-1]


def test_ctrl_c_stops_everything_and_the_second_start_does_nothing_twice(
    place: Place, site: RunningSite
) -> None:
    assert site.stop(signal.SIGINT) == 0
    assert site.nothing_is_left()
    again = RunningSite(place)
    again.wait_until_ready()
    assert "importing" not in again.output
    assert again.stop(signal.SIGTERM) == 0
    assert again.nothing_is_left()


def test_kill_9_leaves_nothing_behind(place: Place, site: RunningSite) -> None:
    site.stop(signal.SIGINT)
    killed = RunningSite(place)
    killed.wait_until_ready()
    os.kill(killed.process.pid, signal.SIGKILL)
    killed.process.wait()
    assert killed.nothing_is_left()


def test_kill_9_of_the_program_that_started_it_leaves_nothing_behind(
    place: Place, site: RunningSite
) -> None:
    site.stop(signal.SIGINT)
    line = f"{sys.executable} -m config.run --stop-with-parent; true"
    killed = RunningSite(place, command=["/bin/sh", "-c", line])
    killed.wait_until_ready()
    os.kill(killed.process.pid, signal.SIGKILL)
    killed.process.wait()
    assert killed.nothing_is_left()
