"""Who changed what: written by a listener in the same transaction, chained, never by hand."""
