"""Refusals that a rule gives, in a sentence fit for the person who asked."""


class RuleBroken(ValueError):
    """A rule says no. The message is a Swedish sentence that says what to do instead."""
