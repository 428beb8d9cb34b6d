using Pulse.Client.Requests;
using Pulse.Client.Results;
using Pulse.Client.Transfers;

namespace Pulse.Client.Endpoints;

/// <summary>What operations do that are more than an endpoint with a request.</summary>
static class OperationCalls
{
    /// <summary>The synchronous call also follows large results.</summary>
    internal static PreparedOperation Extract(string name, ExtractRequest request) => new(
        name,
        async (client, token) => OperationAnswer.Of(await client.ExtractAsync(request, token).ConfigureAwait(false)),
        (client, options, report, token) => client.ExtractForOutcomeAsync(request, options, report, token));

    internal static PreparedOperation GetResultPdf(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files) => Download(name, json, files, static arguments =>
    {
        string jobId = arguments.RequireJobId();
        return (client, token) => client.Results.GetPdfAsync(jobId, token);
    });

    internal static PreparedOperation GetResultImage(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files) => Download(name, json, files, static arguments =>
    {
        if (arguments.ImageUrl is { } url && arguments is { JobId: null, FileName: null })
        {
            return (client, token) => client.Results.GetImageByUrlAsync(url, token);
        }

        string jobId = arguments.RequireJobId();
        Require.Text("filename", arguments.FileName);
        return (client, token) => client.Results.GetImageAsync(jobId, arguments.FileName!, token);
    });

    internal static PreparedOperation GetSchemaExcel(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files) => Download(name, json, files, static arguments =>
    {
        Require.Text("schema_id", arguments.SchemaId);
        string schemaId = JobIds.Check(arguments.SchemaId, "schema id", "schema_id");
        return (client, token) => client.GetSchemaExcelAsync(schemaId, token);
    });

    internal static PreparedOperation CreateWebhookLink(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        Arguments(json, files);
        return new PreparedOperation(name, static async (client, token) => new(OperationAnswerKind.Result, await client.Webhooks.SendAsync(token).ConfigureAwait(false)));
    }

    internal static PreparedOperation GetJob(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        string jobId = Arguments(json, files).RequireJobId();
        return new(name, async (client, token) =>
        {
            Job job = await client.Jobs.GetAsync(jobId, token).ConfigureAwait(false);
            return new OperationAnswer(OperationAnswerKind.Result, job.Body) { Job = job };
        });
    }

    static PreparedOperation Download(
        string name,
        ReadOnlyMemory<byte> json,
        IReadOnlyList<PulseFile> files,
        Func<OperationArguments, Func<PulseClient, CancellationToken, Task<PulseDownload>>> prepare)
    {
        OperationArguments arguments = Arguments(json, files);
        Func<PulseClient, CancellationToken, Task<PulseDownload>> fetch = prepare(arguments);
        return new(name, async (client, token) =>
        {
            if (arguments.Path is null)
            {
                return new OperationAnswer(OperationAnswerKind.File, File: await fetch(client, token).ConfigureAwait(false));
            }

            await client.Downloads.SaveAsync(arguments.Path.Value, limited => fetch(client, limited), token).ConfigureAwait(false);
            return new OperationAnswer(OperationAnswerKind.Done);
        });
    }

    internal static PreparedOperation GetLargeResult(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        OperationArguments arguments = Arguments(json, files);
        Require.Text("job_id", arguments.JobId);
        return new(name, async (client, token) =>
        {
            if (arguments.Path is null)
            {
                return new OperationAnswer(OperationAnswerKind.Result, await client.GetLargeResultAsync(arguments.JobId!, token).ConfigureAwait(false));
            }

            await client.SaveLargeResultAsync(arguments.JobId!, arguments.Path.Value, token).ConfigureAwait(false);
            return new OperationAnswer(OperationAnswerKind.Done);
        });
    }

    internal static PreparedOperation CancelJob(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        string jobId = Arguments(json, files).RequireJobId();
        return new(name, async (client, token) =>
        {
            await client.Jobs.CancelAsync(jobId, token).ConfigureAwait(false);
            return new OperationAnswer(OperationAnswerKind.Done);
        });
    }

    static OperationArguments Arguments(ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        if (files.Count > 0)
        {
            throw new ArgumentException("The request takes no file.", nameof(files));
        }

        OperationArguments arguments = RequestReader.Read(json, PulseJsonContext.Default.OperationArguments);
        if (arguments.AdditionalFields?.Keys.FirstOrDefault() is { } unknown)
        {
            throw Require.Wrong(unknown, "is not known");
        }

        Require.NotBlank("path", arguments.Path?.Value);
        return arguments;
    }
}
