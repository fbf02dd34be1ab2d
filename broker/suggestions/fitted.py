"""Which readers the engine works with: those of the model file, or those that come with the service.

A file that cannot be used is said once in the log, shown on the page that explains suggestions,
and never stops anything.
"""

import threading
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import structlog
from flask import current_app

from ..matching import model_file
from ..matching.encoder import NoEncoder, encoder_at
from ..matching.engine import Engine
from ..matching.reading import Reading
from .careful import CarefulEncoder

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """How the model in use came about. ``problem`` and ``encoder_problem`` are sentences, empty where
    all is well; ``about`` is None where the model that comes with the service is in use."""

    about: model_file.About | None = None
    problem: str = ""
    encoder: str = ""
    encoder_problem: str = ""

    @property
    def taught_at(self) -> datetime | None:
        """When the model file was made; None where there is none."""
        return datetime.fromisoformat(self.about.made_at) if self.about else None


@dataclass(frozen=True, eq=False)
class _Kept:
    signature: tuple[object, ...]
    reading: Reading
    status: ModelStatus

    def holds(self, signature: tuple[object, ...]) -> bool:
        """Whether this is still what the settings and files say, and its encoder works."""
        encoder = self.reading.encoder
        return self.signature == signature and not (isinstance(encoder, CarefulEncoder) and encoder.problem)


_kept: _Kept | None = None
_lock = threading.Lock()


def fitted() -> tuple[Reading, ModelStatus]:
    """The readers to work with now, and how they came about. Follows the file when it changes."""
    global _kept
    settings = current_app.extensions["settings"]
    path = Path(settings.model_folder) / model_file.NAME
    signature = (*_stamp(path), settings.encoder_model, settings.encoder_tokenizer)
    kept = _kept
    if kept is not None and kept.holds(signature):
        return kept.reading, kept.status
    with _lock:
        if _kept is None or not _kept.holds(signature):
            _kept = _Kept(signature, *_read(path, settings.encoder_model, settings.encoder_tokenizer))
        return _kept.reading, _kept.status


def model_status() -> ModelStatus:
    """How the model in use came about, for a page or a command to say."""
    return fitted()[1]


def _stamp(path: Path) -> tuple[object, ...]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), None)
    return str(path), found.st_mtime_ns, found.st_size


def _read(path: Path, model: str, tokenizer: str) -> tuple[Reading, ModelStatus]:
    reading, status = Engine.shipped().reading, ModelStatus()
    if path.exists():
        try:
            reading, about = model_file.load(path, reading)
            reading, status = replace(reading, version=about.version), replace(status, about=about)
        except model_file.NoModelFile as problem:
            status = replace(status, problem=str(problem))
            log.warning("model_file_not_used", why=str(problem))
    encoder, why = _encoder(model, tokenizer)
    if encoder is not None and encoder.problem:  # until the next start
        why, encoder = encoder.problem, None
    if why:
        log.warning("encoder_not_used", why=why)
    if encoder is not None:
        reading, status = replace(reading, encoder=encoder), replace(status, encoder=encoder.name)
    return reading, replace(status, encoder_problem=why)


@lru_cache(maxsize=2)
def _encoder(model: str, tokenizer: str) -> tuple[CarefulEncoder | None, str]:
    try:
        found = encoder_at(model, tokenizer)
        return None if found is None else CarefulEncoder(found), ""
    except NoEncoder as problem:
        return None, str(problem)
