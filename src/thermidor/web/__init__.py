"""The explorer: the model, the record and the claims in a browser, offline, in English and French."""
