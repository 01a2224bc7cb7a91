"""An agreement's documents: upload, versions, download."""
