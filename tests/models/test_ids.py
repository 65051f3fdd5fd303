"""Ids can never leave the store's folder."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.models.ids import is_model_id, new_model_id


@pytest.mark.parametrize("text", ["a", "7", "best-1", "a-b-c-d-e-f-g-h", "a" * 64])
def test_ids(text):
    assert is_model_id(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "-a", "a-", "a--b", "a-b-c-d-e-f-g-h-i", "a" * 65, "A", "é", "٣", "a b", "a\n"),
        *(
            "..",
            ".",
            "../best-1",
            "/etc",
            "a/b",
            "a\\b",
            "a.b",
            "c:",
            "a\0",
            "~",
            "%2e",
            "champion ",
        ),
        *(None, 1, True, b"best-1", ["a"], float("nan")),
    ],
)
def test_what_is_no_id(text):
    assert not is_model_id(text)


@given(st.text())
def test_an_id_is_a_plain_file_name(text):
    if is_model_id(text):
        assert re.fullmatch("[a-z0-9-]{1,64}", text)


def test_new_ids_differ_and_say_when_they_were_made():
    ids = {new_model_id("conv") for _ in range(50)}
    assert len(ids) == 50
    for text in ids:
        assert is_model_id(text)
        assert re.fullmatch(r"conv-20\d{6}-[0-9a-f]{6}", text)
