using System.Text;
using System.Text.Json;
using Pulse.Cli.Configuration;
using Pulse.Cli.Formats;
using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli.Output;

/// <summary>Writes documents and jobs to stdout, errors and plain progress to stderr. Lines of several documents never mix.</summary>
sealed class Reporter(Terminal terminal, bool json, IProgressDisplay display, JobLedger ledger)
{
    readonly Lock _lock = new();
    bool _wroteText;

    /// <summary>The jobs that were paid for and are not printed yet.</summary>
    internal JobLedger Ledger => ledger;

    internal void Progress(string name, string word, string text) => display.Update(Printable.Line(name), Printable.Line(word), Printable.Line(text));

    /// <summary>So many documents are to be processed.</summary>
    internal void Begin(RunCount count) => display.Begin(count);

    internal void Done(string name, bool failed = false) => display.Finish(Printable.Line(name), failed);

    /// <summary>The end of a run of several documents.</summary>
    internal void Summary(RunCount count)
    {
        if (count.Total > 1 && display is not SilentProgress)
        {
            Notice(count.Summary());
        }
    }

    /// <summary>A finished document: its result in a format, or one line of JSON.</summary>
    internal void Document(string? file, Job job, ResultFormat format)
    {
        ledger.Add(job.Id, file ?? job.Id);
        Warnings(file ?? job.Id, job);
        WriteDocument(file, job, format);
        ledger.Settle(job.Id);
    }

    /// <summary>What the service says beside a result, for example that a scan has no text.</summary>
    internal void Warnings(string name, Job job)
    {
        foreach (string warning in WarningsOf(job))
        {
            if (json)
            {
                WriteJson(terminal.Error, writer =>
                {
                    WritePath(writer, "file", name);
                    writer.WriteString("job_id", job.Id);
                    writer.WriteString("warning", warning);
                });
            }
            else
            {
                Notice($"pulse: {name}: warning: {warning}");
            }
        }
    }

    static IEnumerable<string> WarningsOf(Job job)
    {
        foreach (string place in (string[])["/warnings", "/extensions/document_metadata/warnings", "/schema_error"])
        {
            if (job.Result is not { } result || !result.TryFind(place, out JsonElement found))
            {
                continue;
            }

            foreach (JsonElement warning in found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray()] : (JsonElement[])[found])
            {
                string? text = warning.ValueKind == JsonValueKind.String ? warning.GetString() : warning.ValueKind == JsonValueKind.Null ? null : warning.GetRawText();
                if (!string.IsNullOrEmpty(text))
                {
                    yield return text;
                }
            }
        }
    }

    void WriteDocument(string? file, Job job, ResultFormat format)
    {
        if (json)
        {
            WriteJson(terminal.Output, writer =>
            {
                WritePath(writer, "file", file);
                writer.WriteString("job_id", job.Id);
                writer.WriteString("status", StatusWord(job));
                if (job.Result?.PageCount is { } pages)
                {
                    writer.WriteNumber("page_count", pages);
                }

                WriteOptional(writer, "extraction_id", job.Result?.ExtractionId);
                writer.WriteString("markdown", job.Result?.Markdown ?? "");
                if (job.Result is { } result && result.TryFind("/structured_output", out JsonElement structured))
                {
                    writer.WritePropertyName("structured_output");
                    structured.WriteTo(writer);
                }

                writer.WritePropertyName("result");
                WriteResult(writer, job);
            });
            return;
        }

        lock (_lock)
        {
            // A blank line between documents for reading, none at the end.
            string text = ResultFormats.Render(job, format);
            if (format == ResultFormat.Csv && text.Length == 0)
            {
                Notice($"pulse: {file ?? job.Id}: the result has no tables");
                return;
            }

            text = _wroteText && format is ResultFormat.Markdown or ResultFormat.Text or ResultFormat.Csv ? $"\n{text}" : text;
            terminal.Output.Write(terminal.OutputIsTerminal ? Printable.Text(text) : text);
            _wroteText = true;
        }
    }

    /// <summary>The result of an operation: one line with its job, or only the result, for reading.</summary>
    internal void Result(Job job, bool compact)
    {
        ledger.Add(job.Id, job.Id);
        Warnings(job.Id, job);
        WriteOperation(job, compact);
        ledger.Settle(job.Id);
    }

    static void WriteResult(Utf8JsonWriter writer, Job job)
    {
        if (job.Result is { } found && found.TryFind("", out JsonElement whole))
        {
            whole.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    void WriteOperation(Job job, bool compact)
    {
        if (compact)
        {
            WriteJson(terminal.Output, writer =>
            {
                writer.WriteString("job_id", job.Id);
                writer.WriteString("status", StatusWord(job));
                writer.WritePropertyName("result");
                WriteResult(writer, job);
            });
            return;
        }

        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteResult(writer, job);
        }

        Line(terminal.Output, Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>A file that was fetched.</summary>
    internal void Saved(string path, long size, string? mediaType)
    {
        if (json)
        {
            WriteJson(terminal.Output, writer =>
            {
                WritePath(writer, "output", path);
                writer.WriteNumber("size", size);
                WriteOptional(writer, "media_type", mediaType);
            });
        }
        else
        {
            Line(terminal.Output, path);
        }
    }

    /// <summary>What came out of verifying a webhook.</summary>
    internal void Verified(WebhookVerification outcome)
    {
        if (json)
        {
            WriteJson(terminal.Output, writer =>
            {
                writer.WriteBoolean("valid", outcome == WebhookVerification.Valid);
                writer.WriteString("reason", outcome.ToString());
            });
        }
        else
        {
            Line(terminal.Output, outcome == WebhookVerification.Valid ? "valid" : $"not valid: {PulseWebhooks.Describe(outcome)}");
        }
    }

    internal void Headers(IEnumerable<(string Name, string Value)> headers)
    {
        if (json)
        {
            WriteJson(terminal.Output, writer =>
            {
                foreach ((string name, string value) in headers)
                {
                    writer.WriteString(name, value);
                }
            });
            return;
        }

        foreach ((string name, string value) in headers)
        {
            Line(terminal.Output, $"{name}: {value}");
        }
    }

    /// <summary>A document that was submitted and is not waited for.</summary>
    internal void Submitted(string? file, string jobId)
    {
        ledger.Add(jobId, file ?? jobId);
        WriteSubmitted(file, jobId);
        ledger.Settle(jobId);
    }

    void WriteSubmitted(string? file, string jobId)
    {
        if (json)
        {
            WriteJson(terminal.Output, writer =>
            {
                WritePath(writer, "file", file);
                writer.WriteString("job_id", jobId);
            });
        }
        else
        {
            Line(terminal.Output, jobId);
        }
    }

    /// <summary>A document that was written to a file.</summary>
    internal void Written(string file, string jobId, string status, string path)
    {
        // The result is in its file, whether that can be said or not.
        ledger.Settle(jobId);
        if (json)
        {
            WriteJson(terminal.Output, writer =>
            {
                WritePath(writer, "file", file);
                writer.WriteString("job_id", jobId);
                writer.WriteString("status", status);
                WritePath(writer, "output", path);
            });
        }
        else
        {
            Line(terminal.Output, path);
        }
    }

    /// <summary>A key was stored.</summary>
    internal void LoggedIn(string service, string profile, string path)
    {
        if (json)
        {
            WriteJson(terminal.Output, writer =>
            {
                writer.WriteString("service", service);
                writer.WriteString("profile", profile);
                WritePath(writer, "key_file", path);
            });
        }
        else
        {
            Notice($"The key works with {service} and is stored in {path}.");
            if (service != ConfigFolder.Address(ClientSettings.DefaultBaseUrl))
            {
                Notice("It is used with that service only: name it with --base-url, PULSE_BASE_URL, or base_url in the configuration file (pulse help config).");
            }
        }
    }

    /// <summary>The link to the webhook portal.</summary>
    internal void Link(RawResult body)
    {
        if (json || !body.TryFind("/link", out JsonElement link) || link.ValueKind != JsonValueKind.String)
        {
            Line(terminal.Output, Encoding.UTF8.GetString(body.Json.Span).ReplaceLineEndings(" "));
        }
        else
        {
            Line(terminal.Output, link.GetString()!);
        }
    }

    internal void Line(string text) => Line(terminal.Output, text);

    /// <summary>A failure of one document or job.</summary>
    internal void Failure(string name, Exception exception)
    {
        PulseException? known = exception as PulseException;
        if (json)
        {
            WriteJson(terminal.Error, writer =>
            {
                WritePath(writer, "file", name.Length == 0 ? null : name);
                writer.WriteStartObject("error");
                writer.WriteString("code", Code(exception));
                writer.WriteString("message", Message(exception));
                if (known is { HttpStatus: > 0 })
                {
                    writer.WriteNumber("http_status", known.HttpStatus);
                }

                if (known is { MayHaveBeenAccepted: true })
                {
                    writer.WriteBoolean("may_have_been_accepted", true);
                }

                WriteOptional(writer, "api_code", (known as PulseApiException)?.ApiCode);
                WriteOptional(writer, "job_id", known?.JobId);
                writer.WriteEndObject();
            });
        }
        else
        {
            Notice(name.Length == 0 ? $"pulse: {Message(exception)}" : $"pulse: {name}: {Message(exception)}");
        }
    }

    /// <summary>A word to the person at the terminal.</summary>
    internal void Notice(string text) => Line(terminal.Error, Printable.Line(text));

    internal static string StatusWord(Job job) => job.Status == JobStatus.Unknown ? job.StatusText : job.Status.ToString().ToUpperInvariant() switch
    {
        "PENDING" => "pending",
        "PROCESSING" => "processing",
        "COMPLETED" => "completed",
        "FAILED" => "failed",
        "CANCELED" => "canceled",
        _ => "expired",
    };

    /// <summary>What has gone wrong, and where a result that was paid for may still be had.</summary>
    static string Message(Exception exception)
    {
        if (exception is not PulseException failure)
        {
            return exception is ArgumentException argument ? OptionNames.MessageOf(argument) : exception.Message;
        }

        string message = GlobalOptions.MessageOf(failure);
        bool isLeft = failure is { JobId: not null } and not PulseJobException && failure.Code is not (PulseErrorCode.NotFound or PulseErrorCode.Gone or PulseErrorCode.ResultLost or PulseErrorCode.JobFailed or PulseErrorCode.JobCanceled or PulseErrorCode.JobExpired or PulseErrorCode.Unauthorized or PulseErrorCode.Forbidden or PulseErrorCode.InvalidArgument);
        return isLeft && !message.Contains(failure.JobId!, StringComparison.Ordinal) ? $"{message.TrimEnd('.')}. The job is '{failure.JobId}'; to resume: pulse job wait {failure.JobId}" : message;
    }

    static string Code(Exception exception) => exception switch
    {
        PulseException known => known.Code.ToString(),
        ArgumentException or UsageException or JsonException => nameof(PulseErrorCode.InvalidArgument),
        OperationCanceledException => nameof(PulseErrorCode.Stopped),
        _ => nameof(PulseErrorCode.Internal),
    };

    void Line(TextWriter writer, string text)
    {
        lock (_lock)
        {
            // In one piece, so that a line of another process does not come between.
            writer.Write($"{(terminal.OutputIsTerminal ? Printable.Text(text) : text)}{Environment.NewLine}");
        }
    }

    void WriteJson(TextWriter target, Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        Line(target, Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>A path, which need not be UTF-8.</summary>
    static void WritePath(Utf8JsonWriter writer, string name, string? path)
    {
        if (path is not null && RawPaths.IsRaw(path))
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(RawPaths.ToJson(path), skipInputValidation: true);
        }
        else
        {
            WriteOptional(writer, name, path);
        }
    }

    static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
