"""Sealed columns: unreadable in the database, findable by fingerprint, masked for people."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from common.sealed import fingerprint, mask_account, mask_email, mask_phone, open_sealed, seal
from members.models import Identity
from tests.factories import make_member


@pytest.mark.django_db
def test_phone_is_ciphertext_in_the_database() -> None:
    member = make_member(phone="+8613812345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM members_identity WHERE member_id = %s", [member.id])
        stored = bytes(cursor.fetchone()[0])
    assert b"13812345678" not in stored
    assert Identity.objects.get(member=member).value == "+8613812345678"


@pytest.mark.django_db
def test_phone_is_found_by_its_fingerprint() -> None:
    member = make_member(phone="+8613812345678")
    assert Identity.objects.get(fingerprint=fingerprint("+8613812345678", purpose="phone")).member_id == member.id


def test_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(InvalidTag):
        open_sealed(seal("secret", purpose="one"), purpose="other")


def test_altered_value_does_not_open() -> None:
    sealed = bytearray(seal("secret", purpose="one"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        open_sealed(bytes(sealed), purpose="one")


def test_same_text_is_sealed_differently_each_time() -> None:
    assert seal("secret", purpose="one") != seal("secret", purpose="one")


@pytest.mark.parametrize(
    ("given", "shown"),
    [("+8613812345678", "138****5678"), ("+85291234567", "+85****67"), ("123", "****")],
)
def test_phone_is_masked(given: str, shown: str) -> None:
    assert mask_phone(given) == shown


def test_mail_and_other_accounts_are_masked() -> None:
    assert (mask_email("lin.chao@galaxy.test"), mask_account("13812345678"), mask_account("user_name_1")) == (
        "l****o@galaxy.test",
        "138****5678",
        "****me_1",
    )
