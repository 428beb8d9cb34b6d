namespace Pulse.Client.Http;

/// <summary>
/// Sends on the calling thread while that thread is in a <see cref="Scope"/>. The native library's blocking calls come on
/// threads of the host, which would only sleep: sending there saves two changes of thread a call. Everything above stays
/// asynchronous code that happens never to be suspended.
/// </summary>
/// <param name="inner">Sends.</param>
/// <param name="proxy">That of the client; null for none.</param>
sealed class SynchronousHandler(HttpMessageHandler inner, ClientProxy? proxy) : DelegatingHandler(inner)
{
    [ThreadStatic]
    static bool t_active;

    /// <summary>Whether this thread may be blocked.</summary>
    internal static bool IsActive => t_active;

    internal static Scope Enter()
    {
        Scope scope = new(t_active);
        t_active = true;
        return scope;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A long body is sent while the response is awaited, which takes two threads anyway.
        if (!t_active || request.Content is TrackedContent { IsLong: true } || IsTunneled(request.RequestUri!))
        {
            return base.SendAsync(request, cancellationToken);
        }

        try
        {
            return Task.FromResult(base.Send(request, cancellationToken));
        }
        catch (Exception exception)
        {
            return Task.FromException<HttpResponseMessage>(exception);
        }
    }

    /// <summary>
    /// In a tunnel the framework reads ahead asynchronously (<see cref="PolledStream"/>), and would block this thread in a way whose traces only the
    /// finalizer removes under NativeAOT.
    /// </summary>
    bool IsTunneled(Uri target) => target.Scheme != Uri.UriSchemeHttp && proxy?.For(target) is not null;

    internal readonly ref struct Scope(bool before)
    {
        public void Dispose() => t_active = before;
    }
}
