"""The address of the repository, so that a fork works unchanged."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

NOTEBOOK_BRANCH = "notebooks"
"""Branch that publish.yml writes the learner's notebooks to, for Colab."""


@dataclass(frozen=True)
class Repository:
    """A hosted repository, such as https://github.com/someone/tfprep."""

    host: str
    name: str
    """Owner and repository, as `owner/name`."""

    @property
    def url(self) -> str:
        return f"https://{self.host}/{self.name}"

    def edit_url(self, path: str) -> str:
        """Where a file of the main branch can be edited."""
        return f"{self.url}/edit/main/{path}"

    def issue_url(self, template: str, title: str, **fields: str) -> str:
        """Where an issue can be opened, with a form's fields filled in.

        Args:
            template: the form's name below .github/ISSUE_TEMPLATE.
            fields: by the ids that they have in the form.
        """
        if "gitlab" in self.host:  # it has no forms: all becomes the text
            text = "\n".join(f"{name}: {value}" for name, value in fields.items())
            asked = {"issue[title]": title, "issue[description]": text}
            return f"{self.url}/-/issues/new?{urlencode(asked)}"
        asked = {"template": f"{template}.yml", "title": title, **fields}
        return f"{self.url}/issues/new?{urlencode(asked)}"

    def colab_url(self, path: str) -> str | None:
        """Where Colab opens a notebook; it can for GitHub only."""
        if self.host != "github.com":
            return None
        base = "https://colab.research.google.com/github"
        return f"{base}/{self.name}/blob/{NOTEBOOK_BRANCH}/{path}"


def find_repository(
    root: Path, environ: Mapping[str, str] = os.environ
) -> Repository | None:
    """The repository named by GitHub's runner or by git's origin, or None."""
    if name := environ.get("GITHUB_REPOSITORY"):
        return parse_remote(
            f"{environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
        )
    try:
        command = ["git", "-C", str(root), "config", "--get", "remote.origin.url"]
        found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (no shell, fixed words)
    except OSError:
        return None  # no git: the site has no edit links
    return parse_remote(found.stdout.strip())


def parse_remote(url: str) -> Repository | None:
    """Read an https or ssh address; a path on this machine is no repository."""
    pattern = r"(?:https://(?:[^@/]+@)?|ssh://git@|git@)([\w.-]+)[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?"
    match = re.fullmatch(pattern, url)
    return Repository(match.group(1), match.group(2)) if match else None
