"""What agentdash uses of grafanalib 0.7.1, which carries no types of its own."""
