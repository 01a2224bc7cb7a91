"""Reports: of a municipality, of the state, and for auditors."""
