using System.Globalization;
using Pulse.Client.Http;

namespace Pulse.Cli.Commands;

/// <summary>What a person can do about a connection to the service that TLS has refused.</summary>
static class TlsAdvice
{
    /// <summary>Sentences, each with a blank before it; empty where there is nothing to add.</summary>
    /// <param name="failure">Of the transport.</param>
    /// <param name="words">What was said of it.</param>
    internal static string For(Exception failure, string words)
    {
        if (words.StartsWith(TlsFailure.NotTls, StringComparison.Ordinal))
        {
            return " If that is right, --base-url (PULSE_BASE_URL) must begin with http://, which needs --allow-insecure-http where it is another machine; otherwise the port is another.";
        }

        if (words.StartsWith(TlsFailure.NoVersion, StringComparison.Ordinal) || words.StartsWith(TlsFailure.Refused, StringComparison.Ordinal))
        {
            return " The service, or what stands before it, must offer TLS 1.2 or 1.3.";
        }

        CertificateProblems problems = Certificate(failure)?.Problems ?? CertificateProblems.None;
        string advice = "";
        if (problems.HasFlag(CertificateProblems.Expired))
        {
            advice += string.Create(CultureInfo.InvariantCulture, $" Whoever runs the service must renew it, if this machine's clock is right: it says {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC.");
        }

        if (problems.HasFlag(CertificateProblems.OtherHost))
        {
            advice += " --base-url (PULSE_BASE_URL) must name the host as the certificate does, if this is the right server.";
        }

        if (problems.HasFlag(CertificateProblems.Untrusted))
        {
            advice += " If this is the right server (your own, or behind your company's proxy), have its CA in a PEM file and pass it with --ca-file FILE, or add it to the CAs of this machine.";
        }

        return advice;
    }

    static ServerCertificateException? Certificate(Exception failure)
    {
        Exception? cause = failure;
        while (cause is not null and not ServerCertificateException)
        {
            cause = cause.InnerException;
        }

        return cause as ServerCertificateException;
    }
}
