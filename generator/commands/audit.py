"""`lantian audit`: who recorded what and when, and proof that a site shows what Git holds."""

import click

from generator.cli import audit
from generator.commands import audit_verify


@click.group("audit", short_help="查审计记录，核对网站")
def command() -> None:
    """查谁在什么时候记入、改动了什么；核对网站与 Git 里的记录是否一致。"""


command.add_command(audit.command)
command.add_command(audit_verify.command)
