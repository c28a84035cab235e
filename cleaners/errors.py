"""The root of all our errors: one clear line and the exit code it ends with."""


class WinnowError(Exception):
    """Something the user can act on. Its text is one line: what, where, what was expected."""

    exit_code = 1
