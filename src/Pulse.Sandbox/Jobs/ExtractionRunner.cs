using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox.Jobs;

/// <summary>Does the work of an extraction: fetch, read, write the result.</summary>
sealed class ExtractionRunner(SandboxState state) : IDisposable
{
    // Reading a document keeps a core busy; more at once would only take more memory.
    readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);

    /// <param name="request">What to do; its upload is disposed of at the end.</param>
    /// <param name="organization">Who is charged and owns the stored extraction.</param>
    /// <param name="baseUrl">Where the caller reached this server.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ApiException">The document cannot be extracted.</exception>
    public async Task<JobOutcome> RunAsync(ExtractRequest request, string organization, string baseUrl, CancellationToken cancellation)
    {
        using Upload upload = request.File ?? await state.Downloader.DownloadAsync(request.Url!, cancellation).ConfigureAwait(false);
        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ReadOnlyMemory<byte> bytes = await upload.ReadAllAsync(cancellation).ConfigureAwait(false);

            // Off the connection's thread: a large document takes seconds.
            return await Task.Run(() => Extract(request, upload, bytes, organization, baseUrl, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The same, with every failure as an outcome.</summary>
    public async Task<JobOutcome> RunJobAsync(ExtractRequest request, string organization, string baseUrl, CancellationToken cancellation)
    {
        try
        {
            return await RunAsync(request, organization, baseUrl, cancellation).ConfigureAwait(false);
        }
        catch (ApiException e)
        {
            return JobOutcome.Failed($"{e.Code}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return JobOutcome.Failed("The job was canceled");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A job has no one else to tell; an exception here would only surface as an unobserved task.
            return JobOutcome.Failed($"PROC_001: the sandbox failed: {e.GetType().Name}: {e.Message}");
        }
    }

    public void Dispose() => _slots.Dispose();

    JobOutcome Extract(
        ExtractRequest request, Upload upload, ReadOnlyMemory<byte> bytes, string organization, string baseUrl, CancellationToken cancellation)
    {
        SourceDocument source = DocumentReader.Read(bytes, upload.FileName, cancellation);
        var document = NumberedDocument.Create(source, request.Pages);
        if (document.Pages.Count == 0)
        {
            throw ApiErrors.PageRange($"the document has {source.Pages.Count} pages");
        }

        if (request.Pages?.Last > source.Pages.Count)
        {
            request = request with { Warnings = [.. request.Warnings, $"'pages' names pages beyond the last; the document has {source.Pages.Count}"] };
        }

        decimal credits = document.Pages.Count * (request.Model == "pulse-ultra-2" ? 10m : 1m);
        string? id = request.StorageEnabled ? state.Ids.Next("extraction", request.ContentHash, request.OptionsKey) : null;
        var result = new ExtractResult(request, document, new FileFacts(upload.FileName, upload.ContentType, upload.Length, upload.Sha256))
        {
            Plan = state.Usage.Charge(organization, credits, document.Pages.Count),
            Credits = credits,
            Stored = id is null ? null : (id, $"{baseUrl}/_sandbox/extractions/{id}"),
        };
        if (id is not null)
        {
            state.Extractions.Add(new StoredExtraction(id, organization, document));
        }

        ReadOnlyMemory<byte> json = result.Build();
        bool large = document.Pages.Count >= state.Options.LargeResultPages || json.Length >= state.Options.LargeResultBytes;
        return large
            ? new JobOutcome(default, null, document.Pages.Count, new LargeResult(json, result.WriteIdentity))
            : new JobOutcome(json, null, document.Pages.Count, null);
    }
}
