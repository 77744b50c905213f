"""What of other projects is used with ours: named, licensed, pinned, unchanged."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from projects import REPOSITORY

BUNDLES = sorted((REPOSITORY / "docs/assets/vendor").iterdir())
RECIPE = REPOSITORY / "scripts/dev/vendor"
RECIPES = (RECIPE, REPOSITORY / "scripts/dev/lighthouse")
LOCK = json.loads((RECIPE / "package-lock.json").read_text("utf-8"))["packages"]
each_bundle = pytest.mark.parametrize("folder", BUNDLES, ids=lambda path: path.name)


def told(folder: Path) -> Any:
    """What a bundle says of itself."""
    return json.loads((folder / "bundle.json").read_text("utf-8"))


@each_bundle
def test_a_bundle_is_what_its_recipe_made(folder: Path) -> None:
    """Nobody has changed it by hand, and its versions are those of the lock."""
    bundle = told(folder)
    made = hashlib.sha256((folder / bundle["file"]).read_bytes()).hexdigest()
    locked = {
        package["name"]: LOCK[f"node_modules/{package['name']}"]["version"]
        for package in bundle["packages"]
    }

    assert (RECIPE / f"{folder.name}.mjs").is_file()
    assert made == bundle["sha256"]
    assert {p["name"]: p["version"] for p in bundle["packages"]} == locked


@each_bundle
def test_the_licenses_travel_with_a_bundle(folder: Path) -> None:
    """Each package in it has its license's text beside it, and no other text is."""
    packages = told(folder)["packages"]
    kept = {f"licenses/{path.name}" for path in (folder / "licenses").iterdir()}

    assert {package["text"] for package in packages} == kept
    for package in packages:
        text = (folder / package["text"]).read_text("utf-8")
        assert package["license"] == "MIT"
        assert "Permission is hereby granted, free of charge" in text, package


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.name)
def test_a_lock_has_hashes_and_no_addresses(recipe: Path) -> None:
    """Each package is pinned with a hash; no registry is named."""
    text = (recipe / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    names = [name for name in packages if name]

    assert names
    assert all(packages[name]["integrity"].startswith("sha512-") for name in names)
    assert '"resolved"' not in text
    addresses = re.findall(r'^ *"(\w+)": "\w+://', text, re.MULTILINE)
    assert set(addresses) <= {"url"}  # where a package's authors ask for money
    assert "ignore-scripts=true" in (recipe / ".npmrc").read_text("utf-8")
