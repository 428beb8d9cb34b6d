using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pulse.Client.Extensions.Tests.Support;

/// <summary>A PEM file with a certificate and its key, as long as this lives.</summary>
sealed class CertificateFile : IDisposable
{
    internal CertificateFile()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    internal string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
