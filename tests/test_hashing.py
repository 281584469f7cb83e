"""Hashes are the same whoever computes them."""

from __future__ import annotations

import hashlib
import sys

from beritacli import hashing


def test_few_and_many_texts_have_the_hashes_of_hashlib() -> None:
    texts = [b"kabar %d" % number for number in range(3 * hashing._FEW)]
    assert [hashing.sha256(text).digest() for text in texts] == [
        hashlib.sha256(text).digest() for text in texts
    ]


def test_a_python_without_its_own_code_uses_openssl(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "_sha2", None)
    monkeypatch.setitem(sys.modules, "_sha256", None)
    assert hashing._own() is hashlib.sha256
