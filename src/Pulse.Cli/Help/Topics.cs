using System.CommandLine;

namespace Pulse.Cli.Help;

/// <summary><c>pulse help TOPIC</c>: what concerns more than one command.</summary>
static class Topics
{
    /// <summary>Name, sentence, and the rows of what is explained; a row without a term is a paragraph.</summary>
    internal sealed record Topic(string Name, string Summary, Func<Command, IEnumerable<(string Term, string Text)>> Rows);

    internal static readonly Topic[] All =
    [
        new("exit-codes", "What the program returns.", static _ => ExitCodes.All.Select(static entry => (entry.Codes, entry.Text))),
        new("environment", "Variables that the program reads. An option on the command line takes precedence over them, and they over the configuration file.", static _ =>
        [
            ("PULSE_API_KEY", "The API key. --api-key-file takes precedence."),
            ("PULSE_BASE_URL", "The address of the service."),
            ("PULSE_TIMEOUT", "The timeout of one attempt, in seconds."),
            ("PULSE_MAX_RETRIES", "The maximum number of retries."),
            ("PULSE_PROFILE", "The profile of the configuration file, as --profile."),
            ("PULSE_WEBHOOK_SECRET", "The secret for pulse webhook."),
            ("HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY", "The proxy, and the hosts without one. May contain credentials, unlike --proxy."),
            ("XDG_CONFIG_HOME", "The folder with pulse/config.toml. Default: ~/.config."),
            ("XDG_STATE_HOME", "The folder with pulse/, which keeps large results and the ids of open jobs. Default: ~/.local/state."),
            ("BROWSER", "What pulse view opens pages with, several separated by colons. Default: xdg-open."),
            ("NO_COLOR", "If set, no colors and no bold letters."),
            ("TERM", "If dumb or not set, progress is printed as lines."),
        ]),
        new("formats", "What is printed or written of a result.", static _ =>
        [
            ("--format md", "The text as Markdown. The default; files end in .md."),
            ("--format json", "The whole result as the service returned it; .json."),
            ("--format html", "The text as HTML, which the request then asks for; .html."),
            ("--format text", "The text without marks, tables as columns with tabs; .txt."),
            ("--format csv", "The tables, with an empty line between two of them; .csv."),
            ("--json", "One JSON object per line: on stdout for each document or job, with file, job_id, status and result; on stderr for each error, with code, message, http_status, api_code and job_id."),
            ("--images", "With --output: the images too, in NAME.images/."),
            ("", "With a journal (pulse help journal), another format of what was extracted costs nothing. html, --images and --document-metadata ask the service for more: a run with them submits the documents again."),
        ]),
        new("journal", "How runs over many documents are resumed.", static _ =>
        [
            ("", "With --output, a journal (pulse-journal.jsonl in that folder, or --journal FILE) records each document before it is sent and each job after it. After a crash, a signal or a timeout, run the same command again: finished documents are not sent again, open jobs are waited for, and no document is billed twice."),
            ("", "A document is known by its content and options, so that renamed and moved files are recognized."),
            ("--resubmit-unknown", "Also send documents whose earlier submit had no response. They may be billed twice."),
            ("--retry-failed", "Also send documents whose jobs failed. They are billed again."),
            ("--no-journal", "Keep none."),
            ("", "Without --output, the ids of open jobs are in $XDG_STATE_HOME/pulse/open-jobs-*.txt until they have been printed."),
        ]),
        new("config", "The configuration file: $XDG_CONFIG_HOME/pulse/config.toml, or ~/.config/pulse/config.toml.", static _ =>
        [
            ("", "Each global option can be set, under its name with _ for -, for the whole file or for a profile:"),
            ("base_url = \"https://pulse.example.com\"", "as --base-url"),
            ("max_retries = 5", "as --max-retries"),
            ("[profiles.test]", "used with --profile test, or PULSE_PROFILE=test; what it does not set comes from the top of the file"),
            ("api_key_file = \"keys/test\"", "a path from the folder of the file"),
            ("[extract]", "defaults of a command, here: format = \"json\"; [job.wait] for pulse job wait"),
            ("", "pulse login stores a key beside the file, where it is found without an entry. An option on the command line comes first, then the environment, then the profile, then the top of the file; a profile named by --profile comes before the environment."),
        ]),
        new("options", "The options of all commands.", static root => Described.GlobalOptions(root).Select(static option => (HelpWriter.Syntax(option), Described.Text(option)))),
    ];
}
