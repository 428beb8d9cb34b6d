using System.Security.Cryptography.X509Certificates;

namespace Pulse.Client.Http;

/// <summary>
/// Finds out whether a server asked for a certificate and got none. With TLS 1.3 it refuses only after the handshake, and what it
/// says about that is often lost when it closes the connection: then this is all that tells why. Only a handshake made for the
/// purpose notices it (<see cref="PrimaryHandlers.CreateNoticing"/>), so one is made when a connection broke before any response.
/// </summary>
sealed class ClientCertificateDemand
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    readonly Lock _lock = new();
    Task? _look;
    volatile bool _met;
    volatile bool _asked;
    volatile bool _answered;

    /// <summary>Whether a server has asked, and none has answered a request yet: those that ask and take none for a response are common too.</summary>
    internal bool IsOpen => _asked && !_answered;

    /// <summary>Called before the handshake, and again, with the server's certificate, when the server asks.</summary>
    /// <returns>Always null, which the declaration does not foresee but the framework does: there is no certificate to show.</returns>
    internal X509Certificate Choose(object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers)
    {
        _asked |= remoteCertificate is not null;
        return null!;
    }

    /// <summary>A server has shown its certificate, with which it would have asked for ours.</summary>
    internal void Met() => _met = true;

    internal void Answered() => _answered = true;

    /// <summary>Connects once more, unless it is known already, and sends nothing. However that ends, it is no failure.</summary>
    /// <param name="settings">Those of the client.</param>
    /// <param name="connector">That of the client.</param>
    /// <param name="ending">Ends the wait for it.</param>
    internal async Task LookAsync(ClientSettings settings, Connector connector, CancellationToken ending)
    {
        if (!_met || _asked || _answered || settings.ClientCertificate is not null || settings.PrimaryHandler is not null)
        {
            return;
        }

        Task look;
        lock (_lock)
        {
            // One for all calls that have failed.
            look = _look ??= ConnectAsync(settings, connector);
        }

        await look.WaitAsync(ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    static async Task ConnectAsync(ClientSettings settings, Connector connector)
    {
        using CancellationTokenSource limit = new(s_patience, settings.TimeProvider);
        using HttpMessageInvoker invoker = new(PrimaryHandlers.CreateConnecting(settings, connector));
        using HttpRequestMessage request = new(HttpMethod.Head, settings.BaseUrl);
        try
        {
            (await invoker.SendAsync(request, limit.Token).ConfigureAwait(false)).Dispose();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // What there is to know is known.
        }
    }
}

/// <summary>There is a connection, and that was all.</summary>
sealed class ConnectedException() : IOException("The connection has been made.");
