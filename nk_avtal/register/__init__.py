"""What everyone may see: published agreements and what the municipalities decided on them.

Everything public passes through the values in `entries.py`; what has no field there cannot leave.
"""
