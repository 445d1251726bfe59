"""What grafanalib lacks or writes in an outdated shape, as small attrs subclasses of its ``Panel``, ``Target`` and
``Dashboard``.

grafanalib 0.7.1 writes schema version 12, fills every panel with nulls, limits graphs to a hundred points and doubles
their step. The classes here write what Grafana 12 and 13 save themselves (schema version 42): no nulls, every option
that Grafana would fill in, and stable panel ids. They remain grafanalib objects, so both kinds mix in one dashboard.

Classes are declared without ``==`` and ``repr``: attrs writes source code for each method when a class is made, which every
command that builds something would wait for.
"""
