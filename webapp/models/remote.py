"""The model store in a bucket: versions as in a folder, a copy of those in use on this machine.

A version never changes, so it is fetched once, whole: into a hidden folder, compared with its
manifest, renamed. It is published by its manifest, which is written last, and is gone when that is.
The layout is a folder's: one can be copied into a bucket and back.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from webapp.locks import locked
from webapp.models.bucket import Bucket, Found, Recent
from webapp.models.errors import (
    BrokenVersion,
    NoChampion,
    StoreError,
    StoreUnreachable,
    UnknownVersion,
)
from webapp.models.files import DRAFT_PREFIX, Stamp, move
from webapp.models.ids import is_model_id
from webapp.models.manifest import Manifest
from webapp.models.pointer import DEFAULT, NAME, ids_of, text_of
from webapp.models.store import MANIFEST, ModelStore

LOOKED_S = 0.5
"""How old what is known of the bucket may be, in seconds: a new version serves within a second."""

TRIES = 20
"""How often the pointer is written anew where others do the same at the same time."""

FETCHING = ".fetching"


class RemotePointer:
    """The object that names the champion, as ``ChampionPointer``."""

    def __init__(self, bucket: Bucket):
        self._bucket = bucket
        self._recent = Recent(f"The pointer in {bucket.url}", self._look, LOOKED_S)

    def read(self) -> list[str]:
        """Return the id of the version in service, then of those before; raise ``NoChampion``."""
        return ids_of(self._recent.get()[2])

    def stamp(self) -> Stamp:
        """Return what changes whenever the pointer does."""
        name, tag, _ = self._recent.get()
        return tag and (name, tag)

    def update(self, change: Callable[[list[str]], list[str]]) -> None:
        """Replace the pointer by what a function makes of it; nobody's change is lost."""
        for _ in range(TRIES):
            name, tag, text = self._look()
            try:
                before = ids_of(text)
            except NoChampion:
                before = []
            data = text_of(change(before)).encode("ascii")
            if self._bucket.write(NAME, data, tag if name == NAME else None):
                self._recent.renew()
                return
        raise StoreError("Others put versions into service all the time: try again.")

    def ship(self, text: str) -> bool:
        """Write the one that counts until another is written; tell whether there was none yet."""
        written = self._bucket.write(DEFAULT, text.encode("ascii"), None)
        self._recent.renew()
        return written

    def look(self) -> None:
        """Have what is known be of now; raise ``StoreUnreachable`` where that cannot be."""
        self._recent.fresh()

    def _look(self) -> tuple[str, str | None, str | None]:
        """Return which object counts, its tag and its text.

        The tag first: where the text is newer, a write in its place fails and is tried again.
        """
        for name in (NAME, DEFAULT):
            if (tag := self._bucket.tag(name)) is not None:
                text = self._bucket.read(name)
                return name, tag, text and text.decode("ascii", "replace")
        return NAME, None, None


class RemoteStore(ModelStore):
    """Versions in a bucket; ``root`` is the folder of this machine's copies and drafts."""

    def __init__(self, url: str, cache: Path):
        super().__init__(cache)
        self.place = (url, str(cache))
        self._bucket = Bucket(url)
        self._pointer = RemotePointer(self._bucket)
        self._recent = Recent(f"The listing of {url}", self._look, LOOKED_S)
        self._listed: set[str] = set()

    def ids(self) -> list[str]:
        """Return the ids of all versions, in alphabetical order."""
        return sorted(self._recent.get())

    def has(self, model_id: str) -> bool:
        """Tell whether there is a version of that id."""
        return model_id in self._recent.get()

    def stamp(self, model_id: str) -> Stamp:
        """Return what changes when a version is deleted and made anew; ``None`` without one."""
        files = self._recent.get().get(model_id)
        return files and (files[MANIFEST].tag,)

    def size(self, model_id: str) -> int:
        """Return how many bytes a version's files take; raise ``UnknownVersion``."""
        return sum(each.size for each in self._files(model_id).values())

    def read(self, model_id: str, name: str) -> bytes:
        """Return a file of a version, after comparing its hash with the manifest's."""
        try:
            return super().read(model_id, name)
        except BrokenVersion:  # perhaps only this machine's copy is: it is fetched once more
            copy = self._copy(model_id)
            shutil.rmtree(copy, ignore_errors=True)
            copy.with_name(f"{copy.name}.json").unlink(missing_ok=True)
            return super().read(model_id, name)

    def check_new(self, model_id: str) -> None:
        """Raise ``StoreError`` where no version of that id can be published."""
        super().check_new(model_id)
        if model_id in self._recent.fresh():
            raise StoreError(f"There is a model version {model_id!r} already.")

    def discard_drafts(self, model_id: str) -> None:
        """Remove what a killed process had half written of a version, here and in the bucket."""
        super().discard_drafts(model_id)
        found = self._bucket.find(model_id)
        if f"{model_id}/{MANIFEST}" not in found:
            self._bucket.delete(found)

    def publish(self, draft: Path, manifest: Manifest) -> Manifest:
        """Make a version of a draft's files; the manifest, last, makes it one."""
        self.check_new(manifest.id)
        manifest = self._seal(draft, manifest)
        for name in manifest.files:
            self._bucket.upload(draft / name, f"{manifest.id}/{name}")
        there = self._bucket.find(manifest.id)
        if not {f"{manifest.id}/{name}" for name in manifest.files} <= set(there):
            raise StoreError(f"{manifest.id!r} was given up by another process meanwhile.")
        text = (draft / MANIFEST).read_bytes()
        written = self._bucket.write(f"{manifest.id}/{MANIFEST}", text, None)
        self._recent.renew()
        if not written:
            raise StoreError(f"There is a model version {manifest.id!r} already.")
        return manifest

    def set_champion(self, model_id: str) -> None:
        """Put a version into service, after checking that each of its files is whole."""
        super().set_champion(model_id)
        if model_id not in self._recent.fresh():  # deleted on another machine at the same moment
            self._pointer.update(lambda ids: [other for other in ids if other != model_id])
            raise UnknownVersion(f"There is no model version {model_id!r} any more.")

    def delete(self, model_id: str) -> None:
        """Remove a version, all at once; the champion stays."""
        manifest = f"{model_id}/{MANIFEST}"
        with self._changing():
            files = [f"{model_id}/{name}" for name in self._files(model_id)]
            self._refuse_champion(model_id)
            text = self._bucket.read(manifest)
            self._bucket.delete([manifest])
            try:
                self._pointer.look()
                self._refuse_champion(model_id)
            except StoreError:  # another machine put it into service at the same moment
                self._bucket.write(manifest, text, None)
                raise
            finally:
                self._recent.renew()
        self._bucket.delete(files)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with super()._changing():
            self._recent.fresh()  # here, and not at what was known before, an outage is told
            self._pointer.look()
            yield

    def _look(self) -> dict[str, dict[str, Found]]:
        """Return the files of each version, by name."""
        versions: dict[str, dict[str, Found]] = {}
        for path, found in self._bucket.find().items():
            model_id, _, name = path.partition("/")
            if is_model_id(model_id) and name:
                versions.setdefault(model_id, {})[name] = found
        versions = {each: files for each, files in versions.items() if MANIFEST in files}
        copies = {_copy_of(each, files[MANIFEST].tag) for each, files in versions.items()}
        if copies != self._listed:
            self._listed = copies
            self._drop_copies(copies)
        return versions

    def _files(self, model_id: str) -> dict[str, Found]:
        try:
            return self._recent.get()[model_id]
        except (KeyError, TypeError) as error:
            raise UnknownVersion(f"There is no model version {str(model_id)[:80]!r}.") from error

    def _manifest_path(self, model_id: str) -> Path:
        """Return this machine's copy of a manifest: to list versions, none need be fetched."""
        copy = self._copy(model_id)
        whole, alone = copy / MANIFEST, copy.with_name(f"{copy.name}.json")
        if whole.is_file() or alone.is_file():
            return whole if whole.is_file() else alone
        with self._fetching() as draft:
            self._download(f"{model_id}/{MANIFEST}", draft / MANIFEST)
            move(os.replace, draft / MANIFEST, alone)
        return alone

    def _folder(self, model_id: str) -> Path:
        """Return this machine's copy of a version, fetched where it is not there yet."""
        copy = self._copy(model_id)
        if copy.is_dir():
            return copy
        with locked(self.root / FETCHING):  # its workers need it all at once; one fetches it
            if not copy.is_dir():
                self._fetch(model_id, copy)
        return copy

    def _copy(self, model_id: str) -> Path:
        """Return where the copy lies: elsewhere once a version was deleted and made anew."""
        tag = self._files(model_id)[MANIFEST].tag
        self.root.mkdir(parents=True, exist_ok=True)
        return self.root / _copy_of(model_id, tag)

    def _fetch(self, model_id: str, copy: Path) -> None:
        files = self.manifest(model_id).files
        with self._fetching() as draft:
            for name, expected in files.items():
                self._download(f"{model_id}/{name}", draft / name)
                with (draft / name).open("rb") as file:
                    if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                        problem = f"{model_id}/{name} is not the file that was published."
                        raise BrokenVersion(problem)
            shutil.copyfile(self._manifest_path(model_id), draft / MANIFEST)
            move(os.rename, draft, copy)

    def _download(self, name: str, file: Path) -> None:
        if file.name != Path(name).name or file.parent.parent != self.root:
            raise BrokenVersion(f"{name!r} is no name of a version's file.")
        if trouble := self._recent.trouble:  # a reading must not wait for it once more
            raise StoreUnreachable(str(trouble)) from trouble
        try:
            self._bucket.download(name, file)
        except FileNotFoundError as error:
            raise BrokenVersion(f"{name} is not in {self._bucket.url}.") from error

    @contextmanager
    def _fetching(self) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix=f"{DRAFT_PREFIX}fetch-", dir=self.root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _drop_copies(self, kept: set[str]) -> None:
        """Remove the copies of versions that are not in the bucket any more."""
        for copy in self.root.glob("*~*"):
            if copy.name.removesuffix(".json") not in kept:
                with suppress(OSError):
                    shutil.rmtree(copy) if copy.is_dir() else copy.unlink()


def _copy_of(model_id: str, tag: str) -> str:
    return f"{model_id}~{hashlib.sha256(tag.encode()).hexdigest()[:16]}"
