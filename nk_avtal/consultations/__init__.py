"""What is sent out for opinions before it is decided, to whom, and what is answered."""
