using Pulse.Client.Api;
using Pulse.Client.Http;

namespace Pulse.Client.Results;

/// <summary>Fetches files (PDF, images, Excel), which can be fetched again for as long as they are stored.</summary>
sealed class Downloads(ClientSettings settings, RequestExecutor executor, PulseApis apis)
{
    internal Task<PulseDownload> GetPdfAsync(string jobId, CancellationToken cancellationToken) =>
        FetchAsync("GET /results/{id}/pdf", jobId, jobId, static (apis, jobId, token) => apis.Results.GetPdfAsync(jobId, token), cancellationToken);

    internal Task<PulseDownload> GetImageAsync(string jobId, string fileName, CancellationToken cancellationToken) =>
        FetchAsync("GET /results/{id}/images/{file}", jobId, (jobId, fileName), static (apis, image, token) => apis.Results.GetImageAsync(image.jobId, image.fileName, token), cancellationToken);

    internal Task<PulseDownload> GetLinkAsync(Uri link, CancellationToken cancellationToken) =>
        FetchAsync("GET image_url", null, link.AbsoluteUri, static (apis, link, token) => apis.Results.GetLinkAsync(link, token), cancellationToken);

    internal Task<PulseDownload> GetSchemaExcelAsync(string schemaId, CancellationToken cancellationToken) =>
        FetchAsync("GET /schema/{id}/excel", null, schemaId, static (apis, schemaId, token) => apis.Schema.GetExcelAsync(schemaId, token), cancellationToken);

    /// <summary>Writes a download to a file, so that the path never holds half of it.</summary>
    /// <param name="path">Where it goes; looked at before anything is asked for.</param>
    /// <param name="fetch">Fetches it.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    internal static async Task SaveAsync(string path, Func<Task<PulseDownload>> fetch, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using WholeFile file = WholeFile.Create(path);
        using PulseDownload download = await fetch().ConfigureAwait(false);
        await file.WriteAsync(download.Content, cancellationToken).ConfigureAwait(false);
    }

    async Task<PulseDownload> FetchAsync<TState>(string name, string? jobId, TState target, Func<PulseApis, TState, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        Operation operation = new(name, RequestKind.Idempotent, settings.Timeout, settings.MaxRetries, jobId) { IsTransfer = true };
        Fetch<TState> fetch = new(apis, target, send);
        NativeBuffer body = await executor.SendAsync(operation, fetch, static (state, token) => state.SendAsync(token), progress: null, cancellationToken).ConfigureAwait(false);
        string? mediaType = fetch.MediaType;
        bool isText = mediaType is not null && (mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || mediaType.Contains("json", StringComparison.OrdinalIgnoreCase));
        if (body.Length > 0 && !isText)
        {
            return new PulseDownload(body, mediaType);
        }

        // A proxy's page or an error in disguise must not end up in somebody's file.
        byte[] received = body.Content[..Math.Min(body.Length, 64 * 1024)].ToArray();
        string words = body.Length == 0 ? "it is empty" : $"it is {mediaType}";
        body.Close();
        throw new PulseProtocolException($"The answer of {name} is not the file that the API promises: {words}.")
        {
            JobId = jobId,
            HttpStatus = 200,
            ResponseBody = executor.Redactor.Redact(received),
        };
    }

    /// <summary>One download over all its attempts; keeps the media type, which the body alone does not tell.</summary>
    sealed class Fetch<TState>(PulseApis apis, TState target, Func<PulseApis, TState, CancellationToken, Task<HttpResponseMessage>> send)
    {
        internal string? MediaType { get; private set; }

        internal async Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await send(apis, target, cancellationToken).ConfigureAwait(false);
            MediaType = response.Content.Headers.ContentType?.MediaType;
            return response;
        }
    }
}
