"""The pages and the data interface, one module each."""
