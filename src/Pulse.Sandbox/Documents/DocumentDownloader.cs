using System.Net;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;

namespace Pulse.Sandbox.Documents;

/// <summary>Downloads the documents that requests name by URL. Thread-safe.</summary>
sealed class DocumentDownloader : IDisposable
{
    readonly long _limit;

    // No proxy: what a test names is on this machine, and a sandbox reaches out to nothing else on its own.
    readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All });

    public DocumentDownloader(TimeSpan timeout, long limit)
    {
        _limit = limit;
        _http.Timeout = timeout;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("pulse-sandbox");
    }

    /// <exception cref="ApiException">The download failed or is larger than the limit.</exception>
    public async Task<Upload> DownloadAsync(Uri url, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw ApiErrors.DownloadFailed($"the server answered {(int)response.StatusCode}");
            }

            if (response.Content.Headers.ContentLength > _limit)
            {
                throw ApiErrors.TooLarge(_limit);
            }

            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limited.CancelAfter(_http.Timeout);
            Stream body = await response.Content.ReadAsStreamAsync(limited.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                string name = Uri.UnescapeDataString(url.Segments[^1].Trim('/'));
                string? mediaType = response.Content.Headers.ContentType?.MediaType;
                return await Upload.ReceiveAsync(body, name, mediaType, _limit, limited.Token).ConfigureAwait(false) ?? throw ApiErrors.TooLarge(_limit);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw ApiErrors.DownloadFailed(e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw ApiErrors.DownloadFailed($"it took longer than {_http.Timeout.TotalSeconds:0.###} s");
        }
    }

    public void Dispose() => _http.Dispose();
}
