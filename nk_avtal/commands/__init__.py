"""Commands, one module a noun; cli.py gathers them."""
