"""Forms of entries: the inputs they are made of, and how a declaration becomes a form."""
