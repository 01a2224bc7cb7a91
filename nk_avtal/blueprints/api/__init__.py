"""What other programs may read and write, as JSON below /api/v1."""
