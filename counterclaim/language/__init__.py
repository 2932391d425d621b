"""The embedded reader of language: text in, labelled spans out. One protocol, several backends."""
