"""From deltas to Prometheus series that begin at zero and are sent again each interval (:mod:`agentdash.collector.series`)."""

from __future__ import annotations

from agentdash.collector import endpoints, series
from agentdash.collector.dialects import known
from agentdash.collector.pipelines.shared import SERIES, TOGETHER, accumulated, drop, transform
from agentdash.collector.stage import Connector, Exporter, Pipeline, Processor, Receiver, Why
from agentdash.settings import Settings

_TOTALS = Connector("forward", "totals", Why("Hands totals to the check for new series and to what writes them.", "no number is written."))
_WRITE = Connector("forward", "write", Why(
    "Gathers zeros, totals and repeated values before the one exporter, which sorts them.",
    "Prometheus refuses whole requests for one sample that is older than the last."))


def pipelines(settings: Settings, written_to: Exporter) -> tuple[Pipeline, ...]:
    """From the deltas of all ways to the exporter ``written_to``."""
    own = endpoints.own_series(settings)
    interval = f"{settings.telemetry.interval}s"
    totals = (
        Processor("batch", "interval", Why(
            "Gathers the deltas of an interval.", "a series is written with each request, with less than a second between its samples.",
            f"numbers are up to {interval} late (`telemetry.interval`)."), {"timeout": interval, "send_batch_size": 10_000_000}),
        TOGETHER,
        transform(settings, "sum", Why("Adds up the deltas of one interval.", "of several deltas only one is counted."), metrics=series.sums()),
        Processor("delta_to_cumulative", "", Why(
            "Keeps the total of every series.", "Prometheus gets deltas, which it refuses.",
            f"some hundred bytes per series, at most {series.MOST_SERIES} series, for a week."), accumulated()),
        transform(settings, "lives", Why("Makes SDKs' own series of this life of the Collector their own.", "a restart sets their counters back."),
                  metrics=series.lives()),
    )
    births = (
        transform(settings, "births", Why(
            "Copies what changed, to make zeros of the copies.", "new series do not begin at zero."),
                  metrics=series.copies()),
        drop(settings, "births", Why("Drops the copies of all but the first point of each series.", "every value is followed by a zero."), metrics=series.not_births()),
        transform(settings, "zeros", Why(
            "Makes of a copy a zero, one interval earlier.", "what a series counts with its first sample is in no total and no rate."),
                  metrics=series.zeros(settings.telemetry.interval)),
        Processor("batch", "changed", Why(
            "Lets a scrape that began before go ahead.", "samples arrive out of order and are refused, where the Collector is busy.",
            "as much delay as it says."), {"timeout": f"{2 * series.slack(settings.telemetry.interval)}ms", "send_batch_size": 10_000_000}),
    )
    again = (
        transform(settings, "again", Why("Gives scraped values the time of the scrape.", "they are refused as old."),
                  metrics=series.again(known(settings), settings.telemetry.interval)),
        drop(settings, "again", Why("Drops what was written a moment ago, what comes late, and all that is not agentdash's.", "samples are written twice."),
             metrics=series.not_again(known(settings), settings.telemetry.interval)),
    )
    write = Processor("batch", "write", Why(
        "Puts the samples of one moment into one request, which the exporter sorts.", "samples arrive out of order and are refused.",
        "two seconds of delay."), {"timeout": "2s", "send_batch_size": 20_000})
    return (
        Pipeline("metrics", "totals", Why("Makes totals of deltas.", "no number is written."), (SERIES,), totals, (_TOTALS, own)),
        Pipeline("metrics", "changed", Why("Writes what changed, and a zero before the first value of each series.", "no number is written."),
                 (_TOTALS,), births, (_WRITE,)),
        Pipeline("metrics", "again", Why(
            "Writes every series again that did not change, and the Collector's own health.",
            "idle series end after five minutes, and alerts on the Collector have no data."), (_scraped(settings, interval),), again, (_WRITE,)),
        Pipeline("metrics", "write", Why("Writes series to the metrics backend.", "no number is written."), (_WRITE,), (write,), (written_to,)),
        *_from_disk(settings),
    )


def _scraped(settings: Settings, interval: str) -> Receiver:
    return Receiver("prometheus", "again", Why(
        "Reads this Collector's own series and health each interval.",
        "idle series end after five minutes, and alerts on the Collector have no data."),
        {"config": {"scrape_configs": [
            {"job_name": "agentdash", "scrape_interval": interval, "scrape_timeout": interval, "honor_labels": True,
             "static_configs": [{"targets": [settings.collector.series, settings.collector.own_metrics]}]}]}})


def _from_disk(settings: Settings) -> tuple[Pipeline, ...]:
    if settings.collector.queue != "disk":
        return ()
    handed = Receiver("otlp", "series", Why(
        "Takes finished series from the queue on disk.", "what is queued on disk is never delivered.", "a port on this machine."),
        {"protocols": {"http": {"endpoint": settings.collector.handover}}})
    return (Pipeline("metrics", "deliver", Why("Writes series from the queue on disk to the metrics backend.", "no number is written."),
                     (handed,), (), (endpoints.remote_write(settings),)),)
