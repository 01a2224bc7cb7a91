"""Who is bound by an agreement, who has signed it, and what its parties are called."""
