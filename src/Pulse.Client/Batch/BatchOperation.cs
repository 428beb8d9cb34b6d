using System.Buffers;
using System.Text;
using System.Text.Json;
using Pulse.Client.Endpoints;
using Pulse.Client.Requests;
using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>What happens to a document of a run.</summary>
/// <param name="Document">Its name.</param>
/// <param name="JobId">Its job, once there is one.</param>
/// <param name="Status">The job's.</param>
/// <param name="End">How it has ended; null before.</param>
/// <param name="Ended">The documents that have ended so far.</param>
/// <param name="Count">All of them.</param>
readonly record struct RunProgress(string Document, string? JobId, JobStatus Status, PulseErrorCode? End, int Ended, int Count);

/// <summary>A whole run as one operation: documents in, a list of outcomes out, results in files.</summary>
static class BatchOperation
{
    internal const string Name = "run_documents";

    // As the request names them.
    static readonly Dictionary<string, string> s_names = new()
    {
        [nameof(BatchOptions.JournalPath)] = "journal",
        [nameof(BatchOptions.ResubmitUnknown)] = "resubmit_unknown",
        [nameof(BatchOptions.RetryFailed)] = "retry_failed",
        [nameof(PulseClientOptions.ApiKey)] = "api_key",
        [nameof(PulseClientOptions.LargeResultFolder)] = "large_result_folder",
        [nameof(PulseClientOptions.MaxResponseBytes)] = "max_response_bytes",
    };

    const long LongestTimeoutMs = 24L * 24 * 60 * 60 * 1000;

    internal static PreparedOperation Prepare(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files) => Prepare(name, json, files, null);

    /// <param name="name">The operation's.</param>
    /// <param name="json">Its arguments.</param>
    /// <param name="files">None.</param>
    /// <param name="report">Receives what happens to each document, on any thread.</param>
    internal static PreparedOperation Prepare(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files, Action<RunProgress>? report)
    {
        if (files.Count > 0)
        {
            throw new ArgumentException("run_documents takes paths and URLs, no files.", nameof(files));
        }

        RunDocumentsArguments arguments = RequestReader.Read(json, PulseJsonContext.Default.RunDocumentsArguments);
        if (arguments.AdditionalFields?.Keys.FirstOrDefault() is { } unknown)
        {
            throw Require.Wrong(unknown, "is not known");
        }

        if (arguments.Documents is not { Count: > 0 } names)
        {
            throw Require.Wrong("documents", "is missing or empty");
        }

        Require.Text("output", arguments.Output?.Value);
        string output = arguments.Output!.Value;
        if (arguments.TimeoutMs is < 0 or > LongestTimeoutMs)
        {
            throw Require.Wrong("timeout_ms", "is negative or longer than 24 days");
        }

        BatchDocument[] documents = [.. names.Select(static name => BatchDocument.IsUrl(name.Value) ? BatchDocument.FromUrl(name.Value) : BatchDocument.FromPath(name.Value))];
        BatchOptions options = new()
        {
            Request = arguments.Request ?? new ExtractRequest(),
            Wait = arguments.TimeoutMs is { } limit ? new WaitOptions { Timeout = TimeSpan.FromMilliseconds(limit) } : new WaitOptions(),
            Concurrency = arguments.Concurrency ?? 8,
            JournalPath = arguments.Journal?.Value ?? Path.Combine(output, "pulse-journal.jsonl"),
            ResubmitUnknown = arguments.ResubmitUnknown == true,
            RetryFailed = arguments.RetryFailed == true,
            OutputFolder = output,
        };
        options.Validate();
        return new PreparedOperation(name, (client, token) => RunAsync(client, documents, options, report, token));
    }

    static async Task<OperationAnswer> RunAsync(PulseClient client, BatchDocument[] documents, BatchOptions options, Action<RunProgress>? report, CancellationToken stop)
    {
        int given = 0;
        if (report is not null)
        {
            options = options with { Progress = progress => report(new(progress.Document.Name, progress.JobId, progress.Wait?.Status ?? JobStatus.Unknown, null, Volatile.Read(ref given), documents.Length)) };
        }

        Dictionary<BatchDocument, BatchOutcome> ended = [];
        await foreach (BatchOutcome outcome in new BatchRunner(client, options).RunAsync(documents, stop).ConfigureAwait(false))
        {
            outcome.Job?.Dispose();
            ended[outcome.Document] = outcome with { Job = null };
            JobStatus status = outcome.State is BatchState.Completed or BatchState.AlreadyDone ? JobStatus.Completed : JobStatus.Unknown;
            report?.Invoke(new(outcome.Document.Name, outcome.JobId, status, outcome.Error?.Code ?? PulseErrorCode.Ok, Interlocked.Increment(ref given), documents.Length));
        }

        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("documents");
            foreach (BatchDocument document in documents)
            {
                Write(writer, ended[document]);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        NativeBuffer buffer = NativeBuffer.Copy(json.WrittenSpan);
        return new OperationAnswer(OperationAnswerKind.Result, new RawResult(buffer, new JsonSlice(0, buffer.Length), ownsBuffer: true));
    }

    static void WritePath(Utf8JsonWriter writer, string name, string path)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(RawPaths.ToJson(path), skipInputValidation: true);
    }

    static void Write(Utf8JsonWriter writer, BatchOutcome outcome)
    {
        writer.WriteStartObject();
        WritePath(writer, "document", outcome.Document.Name);
        writer.WriteString("state", outcome.State switch
        {
            BatchState.Completed => "completed",
            BatchState.AlreadyDone => "already_done",
            BatchState.Unknown => "unknown",
            BatchState.Open => "open",
            BatchState.NotStarted => "not_started",
            _ => "failed",
        });
        if (outcome.JobId is not null)
        {
            writer.WriteString("job_id", outcome.JobId);
        }

        if (outcome.OutputPath is not null)
        {
            WritePath(writer, "output", outcome.OutputPath);
        }

        if ((outcome.Error ?? outcome.JournalError) is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteNumber("code", (int)error.Code);
            writer.WriteString("name", error.Code.ToString());
            writer.WriteString("message", OptionNames.MessageOf(error, s_names));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
