// The line editor's parts.
