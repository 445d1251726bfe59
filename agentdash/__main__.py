"""`python -m agentdash`: the command line without the installed script."""

from agentdash.cli import main

main()
