"""The `briefing` command: what was typed, turned into calls, and what came of them, turned into lines.

Belongs here: options, messages, exit statuses (0 done, 1 a notebook failed or a fault was found, 2 a mistake). Does not
belong here: the work itself; each command imports what it needs when it runs, so that the others stay fast.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from briefing import paths
from briefing.run.parameters import UsageError
from briefing.words.english import count
from briefing.words.text import UserError, printable, show_codes


def other_checkout(folder: Path) -> Path | None:
    """Return the checkout of this project that a folder lies in, if it is another than the one this command is of."""
    around = (f for f in (folder, *folder.parents) if (f / "src" / "briefing" / "paths.py").is_file())
    found = next(around, None)
    return found if found and found.resolve() != paths.PACKAGE.parents[1] else None


class Briefing(click.Group):
    """A group whose commands tell of a mistake in one line, without a traceback."""

    def invoke(self, ctx: click.Context):
        """Run a command; a UsageError becomes a message and the exit status 2."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a terminal that knows fewer letters shows the others as codes
                stream.reconfigure(errors="backslashreplace")
        if not (paths.PACKAGE.parents[1] / "notebooks").is_dir() and not {"-h", "--help"} & set(ctx.args):
            raise click.ClickException(
                "This is the package without its notebooks and data: get the whole repository and run make figures."
            )
        try:
            here = Path.cwd()
        except OSError:
            raise click.UsageError("The working directory is gone: change to one that is there.") from None
        if around := other_checkout(here):
            _say(
                f"This command works on {paths.PACKAGE.parents[1]}, not on {around} around you; run that one's own.",
                err=True,
            )
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise click.UsageError(printable(str(error))) from None
        except click.ClickException as error:
            if isinstance(error, click.BadOptionUsage) and error.option_name == "-p":
                error.message = "-p takes a name and a value, with a space between: -p as_of 2025-02-01"
            error.message = printable(error.message)
            raise
        except BrokenPipeError:  # who reads has enough
            raise
        except OSError as error:  # such as a full disk: the system's reason, and where
            where = f": {error.filename}" if error.filename else ", while the result was being written"
            raise click.UsageError(printable(f"{error.strerror or error}{where}.")) from None
        except KeyboardInterrupt:
            _say("\nStopped.", err=True)
            ctx.exit(130)


def _say(text: str, err: bool = False) -> None:
    """Print lines; what came from outside, a file's name or a value, acts on no terminal."""
    click.echo(printable(text), err=err)


@click.group(
    cls=Briefing,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  briefing figures                       # figures/, from the notebooks
  briefing figures -p as_of 2025-02-01   # what had been said by then
  briefing page                          # the briefing, as build/briefing.html
  briefing figures --help                # more on a command""",
)
@click.version_option(package_name="briefing", prog_name="briefing", message="%(prog)s %(version)s")
def main() -> None:
    """Briefing notebooks on contested figures, each number tied to the words it came from."""


def _not_empty(context: click.Context, option: click.Option, value: str | None) -> Path | None:
    """Refuse "": an unset variable of a shell must not end at this repository's dossier."""
    if value == "":
        raise click.BadParameter("it is empty; name a folder, or leave it out for this repository's dossier")
    return value if value is None else Path(value)


DATA_DIR = click.option(
    "--data-dir",
    callback=_not_empty,
    help="Folder of a dossier's tables; without it, this repository's.",
)
REVIEWER = click.option(
    "--reviewer",
    default="",
    metavar="NAME",
    help="Who compares each row with its document: written into reviewed_by, with the day into reviewed_on.",
)


SINCE = click.option(
    "--since", default="", metavar="DATE", help="Begin with what changed since a date: 2025-05-01, 2025-05 or 2025."
)


def _parameter_options(command):
    """Add the options that set notebook parameters."""
    options = (
        click.option("-p", "values", nargs=2, multiple=True, metavar="NAME VALUE",
                     help="Set a parameter of the notebooks: as_of, claimants, pivot, theme … (-p claimants nis,jcs)"),
        click.option("--params", type=click.Path(path_type=Path), help="A YAML file of them."),
        DATA_DIR,
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def read_parameters(values: tuple[tuple[str, str], ...], file: Path | None) -> dict:
    """Return the parameters given on the command line over those of a file; UsageError for one given twice."""
    from briefing.run.parameters import read_values

    names = [name for name, _ in values]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UsageError(f"{twice} is given twice with -p.")
    return (read_values(file) if file else {}) | dict(values)


def _sweep(pairs: tuple[str, ...]) -> dict[str, list[str]]:
    sweep = {}
    for pair in pairs:
        name, equals, values = pair.partition("=")
        if not (name and equals and values) or name in sweep:
            raise UsageError(f"--sweep {pair}: write each name once, as NAME=VALUE1,VALUE2.")
        sweep[name] = [value.strip() for value in values.split(",")]
    return sweep


@main.command(
    short_help="Regenerate figures/ from the notebooks.",
    epilog="""\b
Examples:
  briefing figures --only 02 --only 03
  briefing figures -p as_of 2025-02-01 -p theme dark
  briefing figures --sweep theme=light,dark,print --out build/themes
  briefing figures --data-dir mine/data --out mine/figures""",
)
@click.option("--only", multiple=True, metavar="02", help="Only this notebook, by number or name; may be repeated.")
@_parameter_options
@click.option("--sweep", multiple=True, metavar="NAME=V1,V2", help="One output folder a value; nested if repeated.")
@click.option("--out", type=click.Path(path_type=Path), help="The output folder; figures/ for the default run.")
@click.option("--jobs", type=click.IntRange(1), help="Notebooks at a time; as many as there are cores.")
@click.option("--force", is_flag=True, help="Run every notebook, changed or not.")
@click.option("--timeout", type=click.IntRange(1), help="Seconds that a cell may take.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Run on a Dask cluster over a shared folder.")
@click.option("--quiet", is_flag=True, help="Say nothing but what failed.")
def figures(only, values, params, data_dir, sweep, out, jobs, force, timeout, scheduler, quiet) -> None:
    """Bring the figures up to date: run each notebook whose inputs have changed."""
    from briefing.run import regenerate
    from briefing.run.report import Reporter

    request = regenerate.Request(
        only, read_parameters(values, params), _sweep(sweep), out, data_dir, jobs, force, timeout, scheduler
    )
    _exit(_interruptible(regenerate.run, request, Reporter(quiet)))


@main.command(
    short_help="Compare figures/ with what the notebooks make.",
    epilog="""\b
Example, in a CI job that fails if somebody forgot to regenerate:
  briefing check --quiet""",
)
@click.option("--jobs", type=click.IntRange(1), help="Notebooks at a time; as many as there are cores.")
@click.option("--timeout", type=click.IntRange(1), help="Seconds that a cell may take.")
@click.option("--quiet", is_flag=True, help="Say nothing but what differs.")
def check(jobs, timeout, quiet) -> None:
    """Regenerate elsewhere and compare with figures/; the exit status is 1 if anything differs."""
    from briefing.run import regenerate
    from briefing.run.check import check as find_differences
    from briefing.run.report import Reporter

    request = regenerate.Request(jobs=jobs, timeout=timeout, force=True)
    differences = _interruptible(find_differences, request, Reporter(quiet))
    if differences is None:
        _say("figures/ was not compared: a notebook failed.", err=True)
    for line in differences or ():
        _say(line)
    if differences:
        _say("figures/ is not what the notebooks make. To renew it: briefing figures", err=True)
    elif differences is not None and not quiet:
        _say("figures/ is what the notebooks make.")
    _exit(differences == [])


@main.command(
    epilog="""\b
Examples:
  briefing page
  briefing page --since 2025-05-01  # begins with what changed since then
  briefing page -p as_of 2025-02-01 --out build/february"""
)
@_parameter_options
@SINCE
@click.option("--out", type=click.Path(path_type=Path), help="The file or folder to write; build/ without it.")
def page(values, params, data_dir, since, out) -> None:
    """Write the briefing as one HTML file that needs nothing else."""
    from briefing.outputs.page_file import NOTEBOOK, Order, write_page

    _say(f"Running {NOTEBOOK} …", err=True)
    asked = read_parameters(values, params) | ({"since": since} if since else {})
    _say(f"Wrote {_interruptible(write_page, Order(asked, out, data_dir))}")


@main.command(
    epilog="""\b
Examples:
  briefing deck
  briefing deck --since 2025-05-01 --out build/may
  briefing deck -p theme dark --out build/dark"""
)
@_parameter_options
@SINCE
@click.option("--out", type=click.Path(path_type=Path), help="The file or folder to write; build/ without it.")
def deck(values, params, data_dir, since, out) -> None:
    """Write the briefing as PowerPoint slides."""
    from briefing.outputs.deck import write_deck
    from briefing.outputs.page_file import Order

    _say("Drawing the slides …", err=True)
    asked = read_parameters(values, params) | ({"since": since} if since else {})
    _say(f"Wrote {_interruptible(write_deck, Order(asked, out, data_dir))}")


@main.command(
    short_help="Write the record for machines: JSON-LD, SQLite, RO-Crate.",
    epilog="""\b
Examples:
  briefing export                    # all three, into build/export/
  briefing export jsonld --base https://example.org/briefing.html
  briefing export sqlite             # then: datasette build/export/record.sqlite -m build/export/metadata.json
  briefing export crate --figures figures --out build/crate""",
)
@click.argument("forms", nargs=-1, type=click.Choice(["jsonld", "sqlite", "crate"]))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="The folder to write; build/export/ without it."
)
@click.option("--base", default="", metavar="ADDRESS", help="Where the page stands: claims are named by it.")
@click.option(
    "--figures", type=click.Path(file_okay=False, path_type=Path), help="Those of the crate; figures/ without it."
)
@DATA_DIR
def export(forms, out, base, figures, data_dir) -> None:
    """Write the record for machines.

    jsonld: every claim (schema.org) with its quotes (W3C Web Annotation); sqlite: the tables, for Datasette; crate: the
    tables and the figures made of them, as an RO-Crate. The documents' texts stay here.
    """
    from briefing.outputs.export import FORMS, write_all

    out, figures = out or paths.BUILD / "export", figures or paths.FIGURES
    for written in write_all(forms or FORMS, out, data_dir or "", figures, base):
        _say(f"Wrote {written}")


@main.command(
    epilog="""\b
Examples:
  briefing site                      # into build/site/
  briefing site --out public --base https://example.org/briefing"""
)
@_parameter_options
@SINCE
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder; build/site/ without it.")
@click.option("--base", default="", metavar="ADDRESS", help="Where the site will stand: claims are named by it.")
@click.option("--figures", type=click.Path(file_okay=False, path_type=Path), help="The gallery's; figures/ without it.")
def site(values, params, data_dir, since, out, base, figures) -> None:
    """Write page, gallery and the record for machines as a folder for a web server."""
    from briefing.outputs.page_file import Order
    from briefing.outputs.site import write_site

    asked = read_parameters(values, params) | ({"since": since} if since else {})
    order = Order(asked, out or paths.BUILD / "site", data_dir)
    for written in _interruptible(lambda: list(write_site(order, figures or paths.FIGURES, base))):
        _say(f"Wrote {written}")


@main.command(
    short_help="Say what changed between two states of the record.",
    epilog="""\b
Examples:
  briefing changes                            # since the last commit
  briefing changes --since 2025-05-01         # what was said since then
  briefing changes --rev HEAD~5 --format markdown  # for a pull request
  briefing changes --log                      # proposes an entry of data/CHANGELOG.md
  briefing changes last-month/data mine/data  # two folders""",
)
@click.argument("before", required=False, type=click.Path(path_type=Path))
@click.argument("after", required=False, type=click.Path(path_type=Path))
@click.option("--since", default="", metavar="DATE", help="Compare what had been said by a date with all of it.")
@click.option("--rev", default="", metavar="REVISION", help="Compare a revision of git with the files as they are.")
@DATA_DIR
@click.option("--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; without it, print.")
@click.option("--log", "entry", is_flag=True, help="Put what changed since the log's last entry into CHANGELOG.md.")
def changes(before, after, since, rev, data_dir, form, out, entry) -> None:
    """Say what changed: statements, revisions, corrections cell by cell, documents, judgements, charts.

    Compares two folders of tables, two dates of one record, or a revision of git with the files as they are.
    """
    from briefing.outputs.page_file import write
    from briefing.outputs.states import changes_between

    if sum(map(bool, (before, since, rev))) > 1:
        raise UsageError("Give one of: a folder, --since, --rev.")
    if after and data_dir:
        raise UsageError("The later state is given twice, as a folder and with --data-dir: give it once.")
    if entry:
        if before or since or out or form != "text":
            raise UsageError("--log goes with --rev and --data-dir only: it writes CHANGELOG.md beside the tables.")
        _log_entry(data_dir or "", rev)
        return
    found = changes_between(before, after or data_dir or "", since, rev)
    text = {"text": found.text, "json": found.json, "markdown": found.markdown}[form]() + "\n"
    if out:
        _say(f"Wrote {write(out, text.encode('utf-8'))}", err=True)
    else:
        click.echo(text, nl=False)


def _log_entry(data_dir: str | Path, revision: str) -> None:
    from briefing.outputs.log import add_entry

    log, found = add_entry(data_dir, revision)
    if found.found:
        _say(f"Put {count(len(found.found), 'change')} since {found.before} into {log}; read them before you commit.")
    else:
        _say(f"Nothing changed since {found.before}; {log} stays as it is.")


@main.command(hidden=True)
@click.option("--only", multiple=True, metavar="02", help="Only this notebook, by number or name; may be repeated.")
@click.option("--jobs", type=click.IntRange(1), help="Notebooks at a time; as many as there are cores.")
@click.option("--timeout", type=click.IntRange(1), help="Seconds that a cell may take.")
@click.option("--quiet", is_flag=True, help="Say nothing but what failed.")
def notebooks(only, jobs, timeout, quiet) -> None:
    """Renew the outputs that the notebooks are stored with."""
    from briefing.run import regenerate
    from briefing.run.report import Reporter
    from briefing.run.stored_outputs import renew

    _exit(_interruptible(renew, regenerate.Request(only, jobs=jobs, timeout=timeout), Reporter(quiet)))


@main.command(
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
def audit(data_dir: Path | None, draft: Path | None, strict: bool) -> None:
    """Account for every number: quotes, checksums, coverage, drift. Exit status 1 where there is a fault."""
    from briefing.audit import report as auditing

    found = auditing.audit(data_dir or "")
    _say(auditing.report(found))
    if draft:
        try:
            written = auditing.write_draft(found, draft, data_dir or "")
        except (ValueError, OSError) as error:
            problem = f"{draft} cannot be written: {error.strerror}" if isinstance(error, OSError) else error
            raise click.UsageError(str(problem)) from None
        _say(f"{written:,} proposals in {draft}: correct them and move them into the tables.")
    if found.faults or (strict and len(found.questions)):
        raise SystemExit(1)


@main.command(
    short_help="Take in an article: a text, a saved page, a PDF.",
    epilog="""\b
Examples:
  briefing add gazette.html    # outlet, date, address and language as the page gives them
  briefing add seeds/gazette.txt --outlet "Strelsau Gazette" --published 2025-03-03
  briefing add gazette.pdf --outlet Reuters --dry-run""",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--outlet", default="", help="Who published it: id, name or alias, in any case; a new name is added.")
@click.option("--new-outlet", is_flag=True, help="The outlet is new, though its name is like a known one.")
@click.option("--published", default="", help="When: 2025-09-02, 2025-08 or 2025.")
@click.option(
    "--basis", type=click.Choice(["stated", "inferred", "external", "unknown"]), help="How the date is known."
)
@click.option("--id", "document_id", default="", help="The document's id; without it, the next number and the outlet.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--language", default="", help="The language of its text, in two letters: en, ko.")
@click.option("--note", default="", help="What a reader must know about this copy.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and add nothing.")
@DATA_DIR
def add(file: Path, basis: str | None, data_dir: Path | None, **given) -> None:
    """Add a document: text and original into seeds/, its row into documents.csv. Nothing is fetched."""
    from briefing.desk.register import add_document

    with _told():
        added = add_document(file, basis=basis or "", data_dir=data_dir or "", **given)
    row = added.row
    date = f"{row['published_on']} ({row['published_basis']})" if row["published_on"] else "no date"
    would = "Would register" if given["dry_run"] else "Registered"
    _say(f"{would} {row['document_id']}: {row['file']}, {row['outlet']}, {date}.")
    for what, value, basis in added.known_by:
        _say(f"  {what:10} {show_codes(value)}  ({show_codes(basis)})")
    if added.outlet:
        _say(f"  new outlet {added.outlet['actor_id']}: {show_codes(added.outlet['name'])}")
    _say("Next: briefing record, or 09_record in JupyterLab (make lab), decides each of its numbers.")


@main.command(
    short_help="Decide open numbers one by one, in the terminal.",
    epilog="""\b
Examples:
  briefing record
  briefing record 005_gazette --data-dir mine/data
  briefing record --reviewer "A. Sapt"             # written, with the day, into each row""",
)
@click.argument("document_id", default="")
@REVIEWER
@DATA_DIR
def record(document_id: str, reviewer: str, data_dir: Path | None) -> None:
    """Go through the open numbers of a record, or of one document: accept, correct, exclude, skip, undo.

    Each decision is written at once, whole or not at all; what is left open comes again the next time.
    """
    from briefing.desk.queue import Desk
    from briefing.desk.terminal import work

    with _told():
        work(Desk(data_dir or "", document_id, reviewer))


@main.command(
    short_help="Move a corrected draft or workbook into the record.",
    epilog="""\b
Examples:
  briefing apply draft.csv --dry-run    # the rows as they would be written
  briefing apply draft.xlsx""",
)
@click.argument("draft", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show the rows and write nothing.")
@REVIEWER
@DATA_DIR
def apply(draft: Path, dry_run: bool, reviewer: str, data_dir: Path | None) -> None:
    """Move the rows whose cell `accept` says yes, with the actors, statements and chains that they name.

    All that holds is written at once. What does not is kept in a file beside the draft, with the reason; exit status 1.
    """
    from briefing.desk.apply import apply_draft, said, write_kept

    with _told():
        applied = apply_draft(draft, data_dir or "", dry_run, reviewer)
    for line in applied.lines():
        click.echo(line)
    click.echo(said(applied, dry_run))
    if applied.problems:
        if not dry_run and (place := write_kept(applied, draft)):
            click.echo(f"What was kept is in {place}: correct it and apply that file.")
        raise SystemExit(1)


@main.command(
    short_help="Write the whole record as one workbook.",
    epilog="""\b
Examples:
  briefing workbook                              # build/dossier.xlsx
  briefing workbook --out mine.xlsx --data-dir mine/data""",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@DATA_DIR
def workbook(out: Path | None, data_dir: Path | None) -> None:
    """Write every table, and proposals for open numbers, as one .xlsx; `briefing apply` takes it back."""
    from briefing.desk.workbook import write_workbook

    with _told():
        click.echo(f"Wrote {write_workbook(out or paths.BUILD / 'dossier.xlsx', data_dir or '')}")


@contextmanager
def _told() -> Iterator[None]:
    """Turn a mistake, or faults that a record would have, into a message and the exit status 2."""
    from briefing.record.tables import DossierError

    try:
        yield
    except (DossierError, UserError) as error:
        raise click.UsageError(str(error)) from None


def _interruptible(work, *arguments) -> bool:
    """Call `work`; on Ctrl-C, SIGTERM or a terminal that is closed end at once, and every kernel with it."""
    import os
    import signal

    def stop(signum, frame):
        raise KeyboardInterrupt(signum)

    ending = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {s: signal.signal(s, stop) for s in ending if signal.getsignal(s) != signal.SIG_IGN}  # nohup ignores one
    try:
        return work(*arguments)
    except KeyboardInterrupt as stopped:
        from briefing.run import regenerate

        regenerate.stop()
        with suppress(OSError):  # a terminal that is gone
            _say("\nStopped. The figures are as they were.", err=True)
            sys.stderr.flush()
        os._exit(128 + (stopped.args[0] if stopped.args else signal.SIGINT))
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def _exit(succeeded: bool) -> None:
    sys.exit(0 if succeeded else 1)
