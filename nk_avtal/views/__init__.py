"""Views that people save: a search or a list as somebody has narrowed it down."""
