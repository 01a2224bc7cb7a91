"""Who meets and decides: in the association and in each municipality, and when."""
