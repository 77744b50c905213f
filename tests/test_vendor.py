"""What of other projects is committed with ours: named, licensed, unchanged."""

from __future__ import annotations

import hashlib
import json
import re

from projects import REPOSITORY

EDITOR = REPOSITORY / "docs/assets/vendor/codemirror"
BUNDLE = json.loads((EDITOR / "bundle.json").read_text("utf-8"))
RECIPE = REPOSITORY / "scripts/dev/vendor/codemirror"
LOCK = json.loads((RECIPE / "package-lock.json").read_text("utf-8"))["packages"]


def test_the_editor_is_what_its_recipe_made() -> None:
    """Nobody has changed the bundle by hand, and its versions are those of the lock."""
    made = hashlib.sha256((EDITOR / BUNDLE["file"]).read_bytes()).hexdigest()
    locked = {
        package["name"]: LOCK[f"node_modules/{package['name']}"]["version"]
        for package in BUNDLE["packages"]
    }

    assert made == BUNDLE["sha256"]
    assert {p["name"]: p["version"] for p in BUNDLE["packages"]} == locked


def test_the_licenses_travel_with_the_editor() -> None:
    """Each package in it has its license's text beside it, and no other text is."""
    texts = {package["text"] for package in BUNDLE["packages"]}
    kept = {f"licenses/{path.name}" for path in (EDITOR / "licenses").iterdir()}

    assert texts == kept
    for package in BUNDLE["packages"]:
        text = (EDITOR / package["text"]).read_text("utf-8")
        assert package["license"] == "MIT"
        assert "Permission is hereby granted, free of charge" in text, package


def test_the_editor_s_lock_has_hashes_and_no_addresses() -> None:
    """Each package is pinned with a hash; no registry is named."""
    text = (RECIPE / "package-lock.json").read_text("utf-8")
    names = [name for name in LOCK if name]

    assert names
    assert all(LOCK[name]["integrity"].startswith("sha512-") for name in names)
    assert not re.search(r"://|\"resolved\"", text)
