using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pulse.Client.Http;

/// <summary>What is wrong with a server's certificate.</summary>
[Flags]
enum CertificateProblems
{
    None = 0,
    Untrusted = 1,
    Expired = 2,
    OtherHost = 4,
}

/// <summary>The server's certificate is refused; the message says why, in words for people.</summary>
sealed class ServerCertificateException(string message, CertificateProblems problems) : AuthenticationException(message)
{
    internal CertificateProblems Problems { get; } = problems;

    internal static ServerCertificateException For(IReadOnlyCollection<(CertificateProblems Kind, string Text)> problems) =>
        new(string.Join("; ", problems.Select(static problem => problem.Text)), problems.Aggregate(CertificateProblems.None, static (all, problem) => all | problem.Kind));
}

/// <summary>
/// Refuses what the framework refuses, and says why: its own exception tells only an enumeration's name. It never accepts what
/// the framework does not.
/// </summary>
/// <param name="caFile">The file of the only trusted roots; null for those of the machine.</param>
/// <param name="machineRoots">How the roots of the machine are found; null where the framework does.</param>
/// <param name="demand">Is told that there was one.</param>
sealed class ServerCertificates(string? caFile, MachineRoots? machineRoots, ClientCertificateDemand demand)
{
    const int MaxNames = 5;
    const int MaxText = 120;

    /// <summary>
    /// Whether the issuer that a server does not send is fetched from where its certificate says. The framework does that on the thread that has
    /// received the certificate, and it may take 15 s: not where that thread serves all sockets.
    /// </summary>
    internal static bool FetchesIssuers { get; set; } = true;

    internal bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        demand.Met();
        string? host = (sender as SslStream)?.TargetHostName;
        if (caFile is not null || machineRoots is null || certificate is not X509Certificate2 server || chain is null)
        {
            return Accept(host, certificate as X509Certificate2, chain, errors);
        }

        using X509Chain own = new();
        bool trusted = machineRoots.Build(own, server, chain.ChainPolicy);
        const SslPolicyErrors untrusted = SslPolicyErrors.RemoteCertificateChainErrors;
        return Accept(host, server, own, trusted ? errors & ~untrusted : errors | untrusted);
    }

    bool Accept(string? host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw ServerCertificateException.For(Problems(host, certificate, chain, errors));

    List<(CertificateProblems Kind, string Text)> Problems(string? host, X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        List<(CertificateProblems Kind, string Text)> problems = [];
        if (certificate is null)
        {
            return [(CertificateProblems.None, "the server showed no certificate")];
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && chain is not null)
        {
            AddChainProblems(problems, certificate, chain);
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            problems.Add((CertificateProblems.OtherHost, $"the server's certificate is for {Names(certificate)}, and not for '{Clean(host ?? "")}'"));
        }

        return problems.Count > 0 ? problems : [(CertificateProblems.None, "the server's certificate was refused")];
    }

    void AddChainProblems(List<(CertificateProblems Kind, string Text)> problems, X509Certificate2 certificate, X509Chain chain)
    {
        X509ChainStatusFlags all = X509ChainStatusFlags.NoError;
        foreach (X509ChainElement element in chain.ChainElements)
        {
            foreach (X509ChainStatus status in element.ChainElementStatus)
            {
                all |= status.Status;
                if (status.Status == X509ChainStatusFlags.NotTimeValid)
                {
                    problems.Add(Validity(element.Certificate, certificate));
                }
            }
        }

        foreach (X509ChainStatus status in chain.ChainStatus)
        {
            all |= status.Status;
        }

        if ((all & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)
        {
            string origin = certificate.Subject == certificate.Issuer ? "is self-signed" : $"was issued by '{Clean(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true))}'";
            string place = caFile is null ? "of this machine (CaFile names a CA)" : $"in CaFile '{caFile}'";
            problems.Add((CertificateProblems.Untrusted, $"the server's certificate is not trusted: it {origin}, and no path leads to a CA {place}"));
        }

        const X509ChainStatusFlags said = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain
            | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;
        if ((all & ~said) != 0)
        {
            problems.Add((CertificateProblems.None, $"the server's certificate was refused ({all & ~said})"));
        }
    }

    static (CertificateProblems Kind, string Text) Validity(X509Certificate2 certificate, X509Certificate2 leaf)
    {
        string what = certificate.Equals(leaf) ? "the server's certificate" : $"the certificate '{Clean(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))}' behind the server's";
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return now > certificate.NotAfter.ToUniversalTime()
            ? (CertificateProblems.Expired, $"{what} has expired on {Day(certificate.NotAfter)}")
            : (CertificateProblems.None, $"{what} is not valid before {Day(certificate.NotBefore)} (is this machine's clock right?)");
    }

    static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    static string Names(X509Certificate2 certificate)
    {
        List<string> names = [];
        foreach (X509SubjectAlternativeNameExtension alternatives in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            names.AddRange(alternatives.EnumerateDnsNames());
            names.AddRange(alternatives.EnumerateIPAddresses().Select(static address => address.ToString()));
        }

        if (names.Count == 0)
        {
            names.Add(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        }

        string more = names.Count > MaxNames ? ", ..." : "";
        return string.Join(", ", names.Take(MaxNames).Select(static name => $"'{Clean(name)}'")) + more;
    }

    /// <summary>A certificate that nobody trusts may hold anything, and this goes to terminals and logs.</summary>
    static string Clean(string text)
    {
        string shown = text.Length > MaxText ? text[..MaxText] + "..." : text;
        return string.Create(shown.Length, shown, static (characters, text) =>
        {
            for (int i = 0; i < characters.Length; i++)
            {
                characters[i] = char.IsControl(text[i]) || char.IsSurrogate(text[i]) || text[i] is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') ? '?' : text[i];
            }
        });
    }
}
