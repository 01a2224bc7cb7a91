"""How dates, numbers and names are written."""

FILTERS: dict[str, object] = {}


def swedish_key(text: str) -> str:
    """A sort key with Å Ä Ö last."""
    return text.casefold().translate(str.maketrans("åäö", "{|}"))
