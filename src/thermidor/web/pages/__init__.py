"""What the pages show: answers, histories, the record and the claims as words, tables and charts."""
