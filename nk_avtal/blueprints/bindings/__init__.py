"""Who is bound and who has signed: what the pages show, and how it is registered."""
