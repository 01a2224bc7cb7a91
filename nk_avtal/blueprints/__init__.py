"""The web: HTTP in, an action, HTML out. One folder a noun; guard, forms and errors for all."""
