"""Builders for OTTL, the Collector's transformation language: values, conditions, statements. Nobody else spells it.

They are as much as the rooms need and no syntax tree: each is its text, with a type, and knows when it needs brackets.
OTTL's functions: opentelemetry-collector-contrib, ``pkg/ottl/ottlfuncs/README.md``, release 0.161.
"""
