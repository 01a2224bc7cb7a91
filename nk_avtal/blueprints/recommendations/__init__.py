"""The matrix, the map, one recommendation, sending it."""
