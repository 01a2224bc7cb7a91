"""The open register: what everyone may see."""
