"""What all errors of the program share that a person is expected to meet."""


class HitofudeError(Exception):
    """Something that a person can mend. The message says what it is, in plain words."""
