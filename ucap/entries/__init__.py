"""What an entry is: declarations, tables, texts, links, and the forms and pages made from a declaration."""
