using System.Security.Authentication;

namespace Pulse.Client.Http;

/// <summary>Tells why a TLS connection was not made. In own words, since a trimmed library may carry the framework's messages only as keys.</summary>
static class TlsFailure
{
    internal const string NoVersion = "the server and this client have no TLS version in common";

    internal const string Refused = "the server refused the TLS handshake";

    const string Library = "SSL routines:";
    internal const string NotTls = "the server does not speak TLS: what it sent is no TLS record (is it an http:// server?)";

    // Reasons of OpenSSL, which are the same in every language; those with "alert" were sent by the server.
    static readonly string[] s_demanded = ["alert certificate required"];
    static readonly string[] s_refused = ["alert bad certificate", "alert unknown ca", "alert certificate unknown", "alert unsupported certificate", "alert certificate revoked", "alert certificate expired", "alert access denied", "alert decrypt error"];
    static readonly string[] s_versions = ["alert protocol version", "alert inappropriate fallback", "alert insufficient security", "unsupported protocol", "no protocols available", "version too low"];
    static readonly string[] s_notTls = ["wrong version number", "http request", "https proxy request", "packet length too long"];

    /// <summary>What failed, without a full stop; null when the failure is none of TLS, among them a connection that merely broke during the handshake.</summary>
    /// <param name="exception">Of the transport.</param>
    /// <param name="hasClientCertificate">Whether there was one to show.</param>
    /// <param name="demand">Whether a server has asked for one.</param>
    internal static string? Describe(Exception exception, bool hasClientCertificate, ClientCertificateDemand demand)
    {
        bool refusedHere = false;
        bool broke = false;
        string? reason = null;
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is ServerCertificateException)
            {
                return cause.Message;
            }

            refusedHere |= cause is AuthenticationException;
            broke |= cause is IOException;
            reason ??= Reason(cause.Message);

            // The framework's own finding, before any of it reaches OpenSSL.
            if (cause is AuthenticationException && cause.InnerException is null && cause.Message.Contains("frame", StringComparison.Ordinal))
            {
                return NotTls;
            }
        }

        if (reason is not null && Translate(reason, refusedHere, hasClientCertificate) is { } words)
        {
            return words;
        }

        if (demand.IsOpen && broke && !refusedHere)
        {
            return "the connection was closed after the server had asked for a client certificate, and there is none (ClientCertificateFile names it)";
        }

        return refusedHere || (!broke && exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }) ? "the TLS handshake failed"
            : null;
    }

    static string? Reason(string message)
    {
        int at = message.IndexOf(Library, StringComparison.Ordinal);
        return at < 0 ? null : message[(message.LastIndexOf(':') + 1)..].Trim().TrimEnd('.');
    }

    static string? Translate(string reason, bool refusedHere, bool hasClientCertificate)
    {
        if (Has(s_demanded))
        {
            return hasClientCertificate
                ? "the server demands a client certificate, and takes that of ClientCertificateFile for none of its own"
                : "the server demands a client certificate, and there is none (ClientCertificateFile names it)";
        }

        if (Has(s_refused))
        {
            return hasClientCertificate
                ? $"the server refused the client certificate of ClientCertificateFile ({reason})"
                : $"the server demands a client certificate, and there is none (ClientCertificateFile names it; {reason})";
        }

        if (Has(s_versions))
        {
            return $"{NoVersion} ({reason})";
        }

        if (Has(s_notTls))
        {
            return NotTls;
        }

        if (reason.EndsWith("alert handshake failure", StringComparison.Ordinal))
        {
            string certificate = hasClientCertificate ? "it refuses the client certificate" : "it demands a client certificate, and there is none (ClientCertificateFile names it)";
            return $"{Refused}: either no version or cipher is in common, or {certificate}";
        }

        // After the handshake, only what the server said about it is a failure of TLS; a damaged stream is one of the network.
        return refusedHere || reason.Contains(" alert ", StringComparison.Ordinal) ? $"the TLS handshake failed ({reason})" : null;

        bool Has(string[] reasons) => reasons.Any(known => reason.Contains(known, StringComparison.Ordinal));
    }
}
