using Pulse.Client.Api;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Client.Transfers;

/// <summary>Fetches files (PDF, images, Excel), which can be fetched again for as long as they are stored.</summary>
sealed class Downloads(ClientSettings settings, RequestExecutor executor, PulseApis apis)
{
    internal Task<PulseDownload> GetPdfAsync(string jobId, CancellationToken cancellationToken) =>
        FetchAsync("GET /results/{id}/pdf", FileKind.Pdf, jobId, jobId, static (apis, jobId, token) => apis.Of<IResultsApi>().GetPdfAsync(jobId, token), cancellationToken);

    internal Task<PulseDownload> GetImageAsync(string jobId, string fileName, CancellationToken cancellationToken) =>
        FetchAsync("GET /results/{id}/images/{file}", FileKind.Image, jobId, (jobId, fileName), static (apis, image, token) => apis.Of<IResultsApi>().GetImageAsync(image.jobId, image.fileName, token), cancellationToken);

    internal Task<PulseDownload> GetLinkAsync(Uri link, CancellationToken cancellationToken) =>
        FetchAsync("GET image_url", FileKind.Image, null, link.AbsoluteUri, static (apis, link, token) => apis.Of<IResultsApi>().GetLinkAsync(link, token), cancellationToken);

    internal Task<PulseDownload> GetSchemaExcelAsync(string schemaId, CancellationToken cancellationToken) =>
        FetchAsync("GET /schema/{id}/excel", FileKind.Excel, null, schemaId, static (apis, schemaId, token) => apis.Of<ISchemaApi>().GetExcelAsync(schemaId, token), cancellationToken);

    /// <summary>Writes a download to a file, so that the path never holds half of it.</summary>
    /// <param name="path">Where it goes; looked at before anything is asked for.</param>
    /// <param name="fetch">Fetches it.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    internal Task SaveAsync(string path, Func<CancellationToken, Task<PulseDownload>> fetch, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return executor.Deadline.RunAsync(
            async token =>
            {
                using WholeFile file = await WholeFile.CreateAsync(path, token).ConfigureAwait(false);
                using PulseDownload download = await fetch(token).ConfigureAwait(false);
                await file.WriteAsync(download.Content, token).ConfigureAwait(false);
                return true;
            },
            "The download",
            jobId: null,
            cancellationToken);
    }

    async Task<PulseDownload> FetchAsync<TState>(string name, FileKind promised, string? jobId, TState target, Func<PulseApis, TState, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        Download<TState> download = new(name, settings, jobId, apis, target, send);
        NativeBuffer body = await executor.SendAsync(download, cancellationToken).ConfigureAwait(false);

        // A proxy's page or an error in disguise must not end up in somebody's file.
        return FileSignatures.Problem(body.Content, promised, download.MediaType) is { } problem
            ? throw JsonResponse.Refuse(body, $"The response of {name} is not the file that the API promises: {problem}", new(jobId, executor.Redactor))
            : new PulseDownload(body, download.MediaType);
    }

    /// <summary>One download over all its attempts; keeps the media type, which the body alone does not tell.</summary>
    sealed class Download<TState> : OutgoingRequest
    {
        readonly PulseApis _apis;
        readonly TState _target;
        readonly Func<PulseApis, TState, CancellationToken, Task<HttpResponseMessage>> _send;

        internal Download(string name, ClientSettings settings, string? jobId, PulseApis apis, TState target, Func<PulseApis, TState, CancellationToken, Task<HttpResponseMessage>> send)
            : base(name, RequestKind.Idempotent, settings.Timeout, settings.MaxRetries, jobId)
        {
            (_apis, _target, _send) = (apis, target, send);
            IsTransfer = true;
            Accepts = BodyKind.File;
        }

        internal string? MediaType { get; private set; }

        internal override async Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await _send(_apis, _target, cancellationToken).ConfigureAwait(false);
            MediaType = response.Content.Headers.ContentType?.MediaType;
            return response;
        }
    }
}
