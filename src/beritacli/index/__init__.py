"""Ranking over the records: search, related, popular."""
