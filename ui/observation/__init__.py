"""What the server tells of itself: logs, figures and traces, by one identifier a request."""
