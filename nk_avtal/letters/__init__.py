"""Word documents made from templates that the office owns."""
