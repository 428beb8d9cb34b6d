using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pulse.Client.Tests.Support;

/// <summary>A CA of the test's own, and certificates of it, made again for each run.</summary>
sealed class Certificates : IDisposable
{
    static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-tls-").FullName;
    readonly X509Certificate2 _ca = Make("Test CA", null, s_now.AddDays(-30), s_now.AddDays(30));

    internal Certificates()
    {
        CaFile = Write("ca.pem", _ca.ExportCertificatePem());
        Server = Make("server", _ca, s_now.AddDays(-1), s_now.AddDays(1));
        Expired = Make("expired", _ca, s_now.AddDays(-10), s_now.AddDays(-1));
        NotYet = Make("not yet", _ca, s_now.AddDays(1), s_now.AddDays(2));
        OtherHost = Make("other", _ca, s_now.AddDays(-1), s_now.AddDays(1), "other.example.com");
        SelfSigned = Make("localhost", null, s_now.AddDays(-1), s_now.AddDays(1));
        Client = Make("client", _ca, s_now.AddDays(-1), s_now.AddDays(1));
        Between = Make($"between {Guid.NewGuid():n}", _ca, s_now.AddDays(-2), s_now.AddDays(2), isIssuer: true);
    }

    internal string CaFile { get; }

    internal X509Certificate2 Server { get; }

    internal X509Certificate2 Expired { get; }

    internal X509Certificate2 NotYet { get; }

    internal X509Certificate2 OtherHost { get; }

    internal X509Certificate2 SelfSigned { get; }

    internal X509Certificate2 Client { get; }

    /// <summary>An issuer between the CA and others, with a name of its own in each run: the framework keeps issuers that it has fetched, for all programs of the user.</summary>
    internal X509Certificate2 Between { get; }

    /// <summary>One of <see cref="Between"/>, which is said to be at a URL.</summary>
    internal X509Certificate2 Incomplete(string url) => Make("incomplete", Between, s_now.AddDays(-1), s_now.AddDays(1), extension: new X509AuthorityInformationAccessExtension(null, [url]));

    internal static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";

    internal static string KeyPem(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    internal static string EncryptedKeyPem(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        return key.ExportEncryptedPkcs8PrivateKeyPem("password", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)) + "\n";
    }

    /// <summary>Writes a file that lives as long as this.</summary>
    internal string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose()
    {
        foreach (X509Certificate2 certificate in (X509Certificate2[])[_ca, Server, Expired, NotYet, OtherHost, SelfSigned, Client, Between])
        {
            certificate.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    static X509Certificate2 Make(string name, X509Certificate2? issuer, DateTimeOffset from, DateTimeOffset to, string? host = null, bool isIssuer = false, X509Extension? extension = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isIssuer || issuer is null, false, 0, critical: true));
        SubjectAlternativeNameBuilder hosts = new();
        hosts.AddDnsName(host ?? "localhost");
        if (host is null)
        {
            hosts.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(hosts.Build());
        if (extension is not null)
        {
            request.CertificateExtensions.Add(extension);
        }

        if (issuer is null)
        {
            return request.CreateSelfSigned(from, to);
        }

        using X509Certificate2 certificate = request.Create(issuer, from, to, Guid.NewGuid().ToByteArray());
        return certificate.CopyWithPrivateKey(key);
    }
}
