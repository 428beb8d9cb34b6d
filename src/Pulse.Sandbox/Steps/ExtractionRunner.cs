using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Steps;

/// <summary>Does the work of an extraction: fetch, read, write the result.</summary>
sealed class ExtractionRunner(SandboxState state) : IDisposable
{
    // Reading a document keeps a core busy; more at once would only take more memory.
    readonly SemaphoreSlim _slots = new(Environment.ProcessorCount);

    /// <param name="request">What to do; its upload is disposed of at the end.</param>
    /// <param name="call">On whose behalf, and the job that the result belongs to.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ApiException">The document cannot be extracted.</exception>
    public async Task<JobOutcome> RunAsync(ExtractRequest request, StepCall call, CancellationToken cancellation)
    {
        using Upload upload = request.File ?? await state.Downloader.DownloadAsync(request.Url!, cancellation).ConfigureAwait(false);
        await _slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ReadOnlyMemory<byte> bytes = await upload.ReadAllAsync(cancellation).ConfigureAwait(false);

            (SourceDocument source, IReadOnlyList<DocumentImage> images) = await DocumentReader.ReadAsync(
                state.Workers, bytes, upload.FileName, request.Images != ImageDelivery.None, request.Password, cancellation).ConfigureAwait(false);

            // Off the connection's thread: a large document takes seconds.
            return await Task.Run(() => Extract(request, upload, source, images, call), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    JobOutcome Extract(ExtractRequest request, Upload upload, SourceDocument source, IReadOnlyList<DocumentImage> allImages, StepCall call)
    {
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
        HashSet<int> pages = [.. document.Pages.Select(page => page.Number)];
        IReadOnlyList<DocumentImage> images = [.. allImages.Where(image => pages.Contains(image.Page))];
        if (request.Images == ImageDelivery.Link)
        {
            foreach (DocumentImage image in images)
            {
                state.Files.Add(new StoredFile(StoredFile.IdOf(call.JobId, image.FileName), call.Organization, image.MediaType, image.Bytes));
            }
        }

        var result = new ExtractResult(request, document, new FileFacts(upload.FileName, upload.ContentType, upload.Length, upload.Sha256))
        {
            Pictures = images,
            ImageUrl = image => request.Images == ImageDelivery.Link
                ? $"{call.BaseUrl}/results/{Uri.EscapeDataString(call.JobId)}/images/{image.FileName}"
                : $"data:{image.MediaType};base64,{Convert.ToBase64String(image.Bytes.Span)}",
            Plan = state.Usage.Charge(call.Organization, credits, document.Pages.Count),
            Credits = credits,
            Stored = id is null ? null : (id, $"{call.BaseUrl}/_sandbox/extractions/{id}"),
        };
        if (id is not null)
        {
            state.Extractions.Add(new StoredExtraction(id, call.Organization, document));
        }

        ReadOnlyMemory<byte> json = result.Build();
        bool large = document.Pages.Count >= state.Options.LargeResultPages || json.Length >= state.Options.LargeResultBytes;
        return large
            ? new JobOutcome(new KeptBytes(default), null, document.Pages.Count, new LargeResult(json, result.Identity)) { StoredId = id }
            : new JobOutcome(new KeptBytes(json), null, document.Pages.Count, null) { StoredId = id };
    }
}
