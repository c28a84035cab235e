"""How much of large answers is in memory at a time."""

from typing import Any

LARGE = 256 << 10  # bytes; smaller answers never wait
LIMIT = 48 << 20  # bytes of all large answers on their way together


class Reservoir:
    """Lets large answers flow as long as there is room, else one of them at a time.

    The others stop reading, and the sender feels it; their deadlines go on.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self.limit = limit
        self.sizes: dict[object, int] = {}  # of the large answers, in the order they became large
        self.resting: dict[object, Any] = {}  # their transports

    def took(self, answer: object, size: int, transport: Any) -> None:
        """An answer has grown to this size; its transport pauses when there is no room."""
        if size < LARGE:
            return
        self.sizes[answer] = size
        if sum(self.sizes.values()) > self.limit and answer != next(iter(self.sizes)):
            self.resting[answer] = transport
            transport.pauseProducing()

    def done(self, answer: object) -> None:
        """The answer has ended; those that rest go on."""
        self.resting.pop(answer, None)
        if self.sizes.pop(answer, None) is None:
            return
        resting, self.resting = self.resting, {}
        for transport in resting.values():
            transport.resumeProducing()
