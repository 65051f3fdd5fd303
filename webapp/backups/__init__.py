"""What is needed to have the program again on another disk, in one file."""

from webapp.backups.archive import BackupError
from webapp.backups.restoring import restore
from webapp.backups.saving import make

__all__ = ["BackupError", "make", "restore"]
