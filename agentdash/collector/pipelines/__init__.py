"""The stages, each with its reason, and the pipelines that list them: one file per way that records take."""
