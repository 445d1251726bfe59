"""What everything else is spelled with: attributes, labels, token types, bounds of histograms. Uses no other room."""
