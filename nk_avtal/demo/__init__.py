"""Demonstration data: real agreements from public sources, and clearly labelled examples.

Facts that a source does not hold are not added to a real agreement. Everything made up carries
the mark "Exempel" and lies relative to the day it is loaded, so that it lives on any day.
"""
