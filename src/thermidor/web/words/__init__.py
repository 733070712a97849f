"""What readers read, in English and French: texts, numbers and dates; names; the record's fixed terms."""
