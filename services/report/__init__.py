"""The report: plots, pictures and one page, from an encoder's figures."""
