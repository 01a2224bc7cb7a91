"""A municipality's decision: record, change, undo, plan, fetch the Word document."""
