"""The six sections: entry types, task list, section pages, history pages."""
