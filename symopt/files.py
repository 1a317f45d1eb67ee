"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from symopt.errors import SymoptError


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside `path`, moved into place only if the block succeeds.

    The folder is made if it is missing. On any exception, Ctrl-C included, nothing is left.

    Raises
    ------
    SymoptError
        The folder cannot be made or written to, or `path` is a folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(f"{folder}/note.txt") as temporary:
    ...         _ = temporary.write_text("whole")
    ...     print(Path(f"{folder}/note.txt").read_text())
    whole
    """
    target = Path(path)
    if target.is_dir():
        raise SymoptError(f"cannot write {target}: it is a folder")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # The suffix is kept because writers such as np.savez and ffmpeg choose by it.
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.stem}-", suffix=target.suffix
        )
        os.close(handle)
    except OSError as error:
        raise SymoptError(f"cannot write {target}: {error.strerror}") from error
    temporary = Path(name)
    try:
        yield temporary
        _publish(temporary, target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SymoptError(f"cannot write {target}: {reason}") from error
    finally:
        temporary.unlink(missing_ok=True)


def _publish(temporary: Path, target: Path) -> None:
    # mkstemp makes files private; a user expects what open() would have given.
    umask = os.umask(0)
    os.umask(umask)
    temporary.chmod(0o666 & ~umask)
    os.replace(temporary, target)


def write_atomic(path: str | os.PathLike[str], data: str | bytes) -> Path:
    """Write `data` to `path` whole or not at all, and return the path.

    Text is written as UTF-8 with the line ends it has.
    """
    content = data.encode() if isinstance(data, str) else data
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    return Path(path)
