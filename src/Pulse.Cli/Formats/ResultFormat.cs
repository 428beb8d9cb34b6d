using System.CommandLine;
using System.Text;
using System.Text.Json;
using Pulse.Client;

namespace Pulse.Cli.Formats;

/// <summary>What of a result is written.</summary>
enum ResultFormat
{
    /// <summary>The text as Markdown.</summary>
    Markdown,

    /// <summary>The whole result as the service returned it.</summary>
    Json,

    /// <summary>The text as HTML, which the request has to ask for.</summary>
    Html,

    /// <summary>The text without marks.</summary>
    Text,

    /// <summary>The tables.</summary>
    Csv,
}

/// <summary>The values of <c>--format</c>.</summary>
static class ResultFormats
{
    static readonly (string Name, ResultFormat Format, string Extension)[] s_all =
    [
        ("md", ResultFormat.Markdown, ".md"),
        ("json", ResultFormat.Json, ".json"),
        ("html", ResultFormat.Html, ".html"),
        ("text", ResultFormat.Text, ".txt"),
        ("csv", ResultFormat.Csv, ".csv"),
    ];

    internal static IEnumerable<string> Names => s_all.Select(static entry => entry.Name);

    internal static Option<string?> CreateOption()
    {
        Option<string?> option = new("--format") { Description = "What to write of a result: md (the text as Markdown, the default), json (the whole result), html, text (without marks), or csv (the tables).", HelpName = "FORMAT" };
        option.CompletionSources.Add([.. Names]);
        return option;
    }

    /// <summary>The format of a value; Markdown by default.</summary>
    /// <param name="name">The value of the option.</param>
    /// <param name="json">Whether results are printed as lines of JSON, which have all of it.</param>
    internal static ResultFormat Of(string? name, bool json = false)
    {
        if (name is null)
        {
            return ResultFormat.Markdown;
        }

        int place = Array.FindIndex(s_all, entry => entry.Name == name);
        return place < 0 ? throw new UsageException($"--format must be one of {string.Join(", ", Names)}, not '{name}'.")
            : json ? throw new UsageException("--format and --json cannot be combined: the lines of --json contain the whole result. With --output, --format says what is in the files.")
            : s_all[place].Format;
    }

    internal static string ExtensionOf(ResultFormat format) => Array.Find(s_all, entry => entry.Format == format).Extension;

    /// <summary>A result in a format, with a line end.</summary>
    /// <exception cref="PulseException">The result does not have it.</exception>
    internal static string Render(Job job, ResultFormat format) => format switch
    {
        ResultFormat.Json => Ended(Encoding.UTF8.GetString((job.Result?.Json ?? job.Json).Span)),
        ResultFormat.Html => Ended(Html(job)),
        ResultFormat.Text => Ended(PlainText.Of(job.Result?.Markdown ?? "")),
        ResultFormat.Csv => CsvTables.Of(job),
        _ => Ended(job.Result?.Markdown ?? ""),
    };

    static string Ended(string text) => $"{text.TrimEnd('\n')}\n";

    static string Html(Job job)
    {
        foreach (string place in (ReadOnlySpan<string>)["/extensions/altOutputs/html", "/extensions/alt_outputs/html", "/html"])
        {
            if (job.Result is { } result && result.TryFind(place, out JsonElement html) && html.ValueKind == JsonValueKind.String)
            {
                return html.GetString()!;
            }
        }

        throw new PulseException(PulseErrorCode.Protocol, $"The result has no HTML, which is there only if its request asked for it. To print it otherwise: pulse job wait {job.Id} --format md") { JobId = job.Id };
    }
}
