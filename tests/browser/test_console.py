"""Every page opens without a complaint: no error on the console, no violation of the content policy (T-128)."""

import pytest
from django.contrib.auth.models import User

from tests.browser.pages import Pages
from tests.browser.places import PLACES, Place, Scene


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_opens_without_a_complaint(place: Place, scene: Scene, open_page: Pages) -> None:
    page = place.open(scene, open_page)
    page.wait_for_load_state("load")
    assert page.locator("main").count() == 1


def test_a_complaint_would_be_heard(alice: User, open_page: Pages) -> None:
    page = open_page(alice, allow=("Content Security Policy", "thrown: ouch"))
    page.evaluate(
        "() => { document.body.setAttribute('onclick', 'x()'); setTimeout(() => { throw new Error('ouch'); }); }"
    )
    page.wait_for_timeout(200)
    heard = "\n".join(open_page.complaints.heard)
    assert "Content Security Policy" in heard
    assert "ouch" in heard
