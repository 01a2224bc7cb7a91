"""The search index: a copy of what everything says, made to be searched.

It knows nothing of what it holds: `search/` says what there is to find and who may find it.
"""
