using System.Text;
using System.Text.Json;
using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli.Output;

/// <summary>Writes documents and jobs to stdout, errors and plain progress to stderr. Lines of several documents never mix.</summary>
sealed class Reporter(Terminal terminal, bool json, IProgressDisplay display, JobLedger ledger)
{
    readonly Lock _lock = new();
    bool _wroteMarkdown;

    /// <summary>The jobs that were paid for and are not printed yet.</summary>
    internal JobLedger Ledger => ledger;

    internal void Progress(string name, string text) => display.Update(Printable.Line(name), Printable.Line(text));

    internal void Done(string name) => display.Finish(Printable.Line(name));

    /// <summary>A finished document: its Markdown, or one line of JSON.</summary>
    internal void Document(string? file, Job job)
    {
        ledger.Add(job.Id, file ?? job.Id);
        Warnings(file ?? job.Id, job);
        WriteDocument(file, job);
        ledger.Settle(job.Id);
    }

    /// <summary>What the service says beside a result, for example that a scan has no text.</summary>
    internal void Warnings(string name, Job job)
    {
        if (job.Result is not { } result || !result.TryFind("/warnings", out JsonElement warnings) || warnings.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (string warning in warnings.EnumerateArray().Select(static warning => warning.ValueKind == JsonValueKind.String ? warning.GetString()! : warning.GetRawText()))
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

    void WriteDocument(string? file, Job job)
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
            // A blank line between documents, none at the end.
            string text = $"{(_wroteMarkdown ? "\n" : "")}{(job.Result?.Markdown ?? "").TrimEnd('\n')}\n";
            terminal.Output.Write(terminal.OutputIsTerminal ? Printable.Text(text) : text);
            _wroteMarkdown = true;
        }
    }

    /// <summary>The result of an operation: one line with its job, or only the result, for reading.</summary>
    internal void Result(Job job, bool compact)
    {
        ledger.Add(job.Id, job.Id);
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
        display.Finish(Printable.Line(name));
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

    static string Message(Exception exception) =>
        exception is PulseException failure ? GlobalOptions.MessageOf(failure) : exception.Message;

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
