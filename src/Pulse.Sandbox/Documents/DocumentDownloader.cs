using System.Net;
using System.Net.Sockets;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;

namespace Pulse.Sandbox.Documents;

/// <summary>Downloads the documents that requests name by URL. Thread-safe.</summary>
sealed class DocumentDownloader : IDisposable
{
    readonly long _limit;

    // No proxy: what a test names is on this machine, and a sandbox reaches out to nothing else on its own.
    readonly HttpClient _http;
    readonly IReadOnlyList<int> _loopbackPorts;

    /// <param name="timeout">The longest that a download may take.</param>
    /// <param name="limit">The most bytes of a document.</param>
    /// <param name="loopbackPorts">The ports of this machine that may be asked, besides <see cref="OwnPort"/>.</param>
    public DocumentDownloader(TimeSpan timeout, long limit, IReadOnlyList<int> loopbackPorts)
    {
        _limit = limit;
        _loopbackPorts = loopbackPorts;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, ConnectCallback = ConnectAsync });
        _http.Timeout = timeout;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("pulse-sandbox");
    }

    /// <summary>The sandbox's own port, where the files of its folder are.</summary>
    public int OwnPort { get; set; }

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
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw ApiErrors.DownloadFailed(e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw ApiErrors.DownloadFailed($"it took longer than {_http.Timeout.TotalSeconds:0.###} s");
        }
    }

    // The address counts, not the name, and so a redirect or a name that points here is no way around this.
    async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        string host = context.DnsEndPoint.Host;
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
        int port = context.DnsEndPoint.Port;
        if (Array.Exists(addresses, IsThisMachine) && port != OwnPort && !_loopbackPorts.Contains(port))
        {
            throw new HttpRequestException($"port {port} of this machine is not allowed; --loopback-port {port} allows it");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    static bool IsThisMachine(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    public void Dispose() => _http.Dispose();
}
