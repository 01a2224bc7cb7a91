"""Joint agreements: parties, terms, stages, goals and how they relate to each other."""
