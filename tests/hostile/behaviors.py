"""All bad behaviors."""

from tests.hostile.attacks import BYTES, INWARD, PARSERS
from tests.hostile.manners import POLITE
from tests.hostile.traps import TRAPS

BEHAVIORS = [*POLITE, *TRAPS, *INWARD, *BYTES, *PARSERS]
