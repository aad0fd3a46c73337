return { cluster = "metadata.origin.language", report = { to = "report.json" } }
