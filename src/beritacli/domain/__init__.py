"""The record, the query and the ports: plain values and pure functions."""
