"""The list of agreements and one agreement's pages."""
