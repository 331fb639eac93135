"""The keys of what a browser keeps: a person's own, the same after each sign-in, and gone with the switch."""

import base64
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from kanban.models import Board
from realtime.checks import settings_are_understood
from realtime.queue_keys import keys_of
from tests.factories import MatterFactory


def handed_to(client: Client, address: str) -> list[str]:
    found = re.search(r'data-queue-keys="([^"]*)"', client.get(address).text)
    assert found
    return found[1].split()


@pytest.mark.django_db
def test_each_person_gets_a_key_of_his_own_and_the_same_after_every_sign_in(
    board: Board, alice: User, bob: User, client: Client
) -> None:
    address = board.get_absolute_url()
    client.force_login(alice)
    first = handed_to(client, address)
    client.logout()
    client.force_login(alice)
    assert handed_to(client, address) == first == keys_of(alice)
    assert handed_to(client, f"/matters/{MatterFactory(board=board).pk}/") == first
    client.force_login(bob)
    assert set(handed_to(client, address)).isdisjoint(first)
    assert [len(base64.b64decode(key)) for key in first] == [32]


@pytest.mark.django_db
def test_a_password_that_is_changed_keeps_what_was_typed_readable(alice: User) -> None:
    before = keys_of(alice)
    alice.set_password("another-horse-9")
    alice.save()
    assert keys_of(User.objects.get(pk=alice.pk)) == before


@pytest.mark.django_db
def test_with_a_new_secret_the_old_one_still_opens(alice: User, settings: Any) -> None:
    before = keys_of(alice)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    seals, opens = keys_of(alice)
    assert [opens] == before
    assert seals != opens


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["moves", "off"])
def test_where_nothing_typed_is_kept_there_is_no_key(
    board: Board, alice: User, client: Client, settings: Any, mode: str
) -> None:
    settings.OFFLINE_QUEUE = mode
    client.force_login(alice)
    page = client.get(board.get_absolute_url())
    assert handed_to(client, board.get_absolute_url()) == []
    assert f'data-queue="{mode}"' in page.text


def test_a_mode_that_there_is_not_is_refused_at_start(settings: Any) -> None:
    settings.OFFLINE_QUEUE = "on"
    assert [found.id for found in settings_are_understood()] == ["realtime.E009"]
