"""The edge: access labels, sessions' headers, errors, forms, filters, navigation."""
