"""Where a new file may be written: in a folder that is there, over nothing."""

from __future__ import annotations

from pathlib import Path

from revmentor_xl.errors import RevmentorError


def new_path(target: Path, what: str) -> Path:
    """`target` itself, if a new file can go there; `what` says which file, “sponsor copy”.

    Raises `RevmentorError` rather than have a file replaced that is there, and
    when the folder is missing.
    """
    if target.exists():
        raise RevmentorError(
            f"“{target}” is there already, and was left as it is.",
            f"Choose another name for the {what}, or move the old file away first.",
        )
    if not target.parent.is_dir():
        raise RevmentorError(
            f"The folder “{target.parent}” does not exist.", "Make it first, or correct the path."
        )
    return target
