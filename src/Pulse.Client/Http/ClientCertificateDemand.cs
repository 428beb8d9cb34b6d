using System.Security.Cryptography.X509Certificates;

namespace Pulse.Client.Http;

/// <summary>
/// Remembers that a server asked for a certificate and got none. With TLS 1.3 it refuses only after the handshake, and what it
/// says about that is often lost when it closes the connection: then this is all that tells why.
/// </summary>
sealed class ClientCertificateDemand
{
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

    internal void Answered() => _answered = true;
}
