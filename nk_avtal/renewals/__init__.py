"""What becomes of agreements when their time runs out, and what people decide about it."""
