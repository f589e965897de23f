"""Problems on pages: ledgers, cases, histories, lifecycles, and files to take away."""
