"""What every team of Acme has: folder, labels, prices, limits, and a section about who pays."""

from pathlib import Path

import agentdash as ad

ext = ad.Extension("acme")
ext.defaults(Path(__file__).with_name("defaults.yaml"))

ext.stage("region", {"trace_statements": [{"context": "resource", "statements": ['set(resource.attributes["cloud.region"], "eu-central-1") where resource.attributes["cloud.region"] == nil']}]},
          does="Says where programs run that do not say it themselves.", without="their traces name no region.")


@ext.section("overview", after="Models")
def who_pays(c: ad.Context) -> ad.Section:
    return ad.Section([ad.panels.cost_by_service(c)], "Who pays", "Spend by service, for the cost centre's monthly mail.", collapsed=True)
