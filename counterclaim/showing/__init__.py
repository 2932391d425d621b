"""What people and programs see: exports, the report, lines for the terminal. Reads the ledger and writes none of it."""
