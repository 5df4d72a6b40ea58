"""The commands on the evidence: `briefing audit` and `briefing add`.

Belongs here: their options, messages and exit statuses (0 done, 1 a fault, 2 a mistake in the call). Does not belong
here: any work; each command imports what it needs when it runs.
"""

from __future__ import annotations

from pathlib import Path

import click

DATA_DIR = click.option("--data-dir", default="", help="Folder of a dossier's tables; without it, this repository's.")


@click.command(
    short_help="Account for every number of the documents.",
    epilog="""\b
Examples:
  briefing audit
  briefing audit --strict --data-dir mine/data
  briefing audit --draft build/draft.csv  # proposals for what is open""",
)
@DATA_DIR
@click.option(
    "--draft", type=click.Path(dir_okay=False, path_type=Path), help="Write a proposal for each open number here."
)
@click.option("--strict", is_flag=True, help="Questions fail the run too.")
def audit(data_dir: str, draft: Path | None, strict: bool) -> None:
    """Account for every number: quotes, checksums, coverage, drift. Exit status 1 where there is a fault."""
    from briefing.audit import report as auditing
    from briefing.record.tables import DossierError

    try:
        found = auditing.audit(data_dir)
        click.echo(auditing.report(found))
        if draft:
            written = auditing.write_draft(found, draft, data_dir)
            click.echo(f"{written:,} proposals in {draft}: correct them and move them into the tables.")
    except (DossierError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{draft} cannot be written: {error.strerror}") from None
    if found.faults or (strict and len(found.questions)):
        raise SystemExit(1)


@click.command(
    short_help="Register a document of seeds/.",
    epilog="""\b
Example:
  briefing add seeds/gazette.txt --outlet "Strelsau Gazette" --published 2025-03-03""",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--outlet", required=True, help="Who published it: an actor's id, short name or alias.")
@click.option("--published", default="", help="When: 2025-09-02, 2025-08 or 2025; leave it out where it is not known.")
@click.option(
    "--basis", type=click.Choice(["stated", "inferred", "external", "unknown"]), help="How the date is known."
)
@click.option("--id", "document_id", default="", help="The document's id; without it, the next number and the outlet.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--note", default="", help="What a reader must know about this copy.")
@DATA_DIR
def add(
    file: Path, outlet: str, published: str, basis: str | None, document_id: str, url: str, note: str, data_dir: str
):
    """Register a document of the seeds folder: its checksum and a row in documents.csv."""
    from briefing.audit.register import add_document
    from briefing.record.tables import DossierError

    try:
        row = add_document(file, outlet, published, basis or "", document_id, url, note, data_dir)
    except (DossierError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    date = f"{row['published_on']} ({row['published_basis']})" if row["published_on"] else "no date"
    click.echo(f"Registered {row['document_id']}: {row['file']}, {row['outlet']}, {date}.")
    click.echo("Next: briefing audit --draft FILE proposes a row or an exclusion for each open number.")
