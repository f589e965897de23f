"""Work that can not go on. Wrong data is not an error: see findings."""


class WorkError(Exception):
    """Something outside the records stops the work; carries one Chinese sentence and a remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
