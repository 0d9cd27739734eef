"""The data of a Secret is in base64, or the API server refuses it."""

import pytest

from generators.checker import check_manifests

MANIFEST = "apiVersion: v1\nkind: Secret\nmetadata: {name: store}\ndata:\n  url: %s\n"


@pytest.mark.parametrize("value", ["hunter2!", "'not base64'", "a"])
def test_what_is_no_base64_is_found_at_its_line(value):
    (found,) = check_manifests({"secret.yaml": MANIFEST % value})
    assert (found.code, found.line) == ("secret-not-base64", 5)


@pytest.mark.parametrize("value", ["cGFzcw==", "''", '"{{ .Values.url }}"', "$(URL)", "<yours>"])
def test_what_is_base64_or_filled_in_later_is_not(value):
    assert check_manifests({"secret.yaml": MANIFEST % value}) == []
