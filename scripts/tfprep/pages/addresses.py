"""What pages say of the repository's address."""

from __future__ import annotations

import re

from tfprep.lessons.repository import Repository


def clone_steps(repository: Repository | None) -> str:
    """How to clone a repository, as Markdown; honest where its address isn't known."""
    if repository is None:
        return (
            "```sh\ngit clone ADDRESS tfprep\ncd tfprep\n```\n\n"
            "This copy of the site was built from a repository without an address, "
            "so it can't tell you one: "
            "put the address that you know in place of `ADDRESS`."
        )
    folder = repository.name.split("/")[1]
    return f"```sh\ngit clone {repository.url}.git\ncd {folder}\n```"


def version_links(repository: Repository | None, changelog: str) -> str:
    """Definitions for a changelog's headings, such as `[0.1.0]`, as Markdown links.

    Without a repository the versions lead nowhere, and the text stays as it is.
    """
    versions = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    if repository is None:
        return ""
    pages = {x: f"releases/tag/v{x}" for x in versions}
    if "Unreleased" in pages:
        pages["Unreleased"] = "commits/main"
    return "\n".join(f"[{x}]: {repository.url}/{page}" for x, page in pages.items())
