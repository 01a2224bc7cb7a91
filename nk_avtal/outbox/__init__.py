"""Mail waiting to leave: held, claimed, sent one at a time, tried again, given up visibly."""
