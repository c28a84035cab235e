"""`winnow fetch`."""

from pathlib import Path

import click

from archive.addresses.urls import host_of
from archive.display import one_line
from crawler import values
from crawler.commands.crawl import ALLOWED, CONTACT, carry_out, without_graves
from crawler.plan import Plan
from crawler.sources import Source


@click.command("fetch")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@ALLOWED
@CONTACT
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object.")
@click.pass_obj
def fetch_command(
    folder: Path, /, *, urls: tuple[str, ...], allowed: tuple[str, ...], contact: str, as_json: bool
) -> None:
    """Archive just these pages; follow redirects, but no links.

    A page that one of your sources watches is fetched in the name of that source, which asks
    for it again when it would have anyway. Addresses that a source file opens (allow_addresses) are
    not open here: use --allow-address.
    """
    hosts: dict[str, Source] = {}
    for url in (urls := without_graves(folder, urls)):
        try:
            host = host_of(values.web_url(url))
        except ValueError as expected:
            raise click.UsageError(f"{one_line(url)!r}: expected {expected}") from None
        hosts[host] = Source(
            id="fetch-" + host.replace(":", "-"),  # a crawl of that host has a queue of its own
            feeds=(),
            scope="page",
            hosts=(host,),
            allow_addresses=allowed,
        )
    plan = Plan(folder, tuple(hosts.values()), " ".join(["fetch", *urls]), pages=urls)
    carry_out(plan, contact=contact, verbose=False, as_json=as_json)
