using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>
/// Reads the files that the TLS options name. Certificates need OpenSSL, and without one the runtime ends the process: nothing
/// here may be called unless such an option is set.
/// </summary>
static class TlsFiles
{
    internal static X509Certificate2Collection LoadRoots(string path)
    {
        string pem = ReadText("CaFile", path);
        X509Certificate2Collection roots = [];
        try
        {
            roots.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw Invalid($"CaFile: '{RawPaths.Readable(path)}' holds a certificate that cannot be read.", exception);
        }

        return roots.Count > 0 ? roots : throw Invalid($"CaFile: '{RawPaths.Readable(path)}' holds no certificate in PEM form (BEGIN CERTIFICATE).");
    }

    /// <summary>The certificate, its key, and the other certificates of its file, which are sent along.</summary>
    internal static SslStreamCertificateContext LoadClientCertificate(string path, string? keyPath)
    {
        string pem = ReadText("ClientCertificateFile", path);
        string keyPem = keyPath is null ? pem : ReadText("ClientKeyFile", keyPath);
        if (!pem.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            throw Invalid($"ClientCertificateFile: '{RawPaths.Readable(path)}' holds no certificate in PEM form (BEGIN CERTIFICATE).");
        }

        string keySource = keyPath is null ? $"ClientCertificateFile: '{RawPaths.Readable(path)}'" : $"ClientKeyFile: '{RawPaths.Readable(keyPath)}'";
        if (!keyPem.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            string advice = keyPath is null ? "; name the key's file with ClientKeyFile" : "";
            throw Invalid($"{keySource} holds no private key in PEM form (BEGIN PRIVATE KEY){advice}.");
        }

        if (keyPem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal) || keyPem.Contains("4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw Invalid($"{keySource} holds a key that is encrypted with a password, which cannot be used here.");
        }

        try
        {
            X509Certificate2Collection chain = [];
            chain.ImportFromPem(pem);
            chain[0].Dispose();
            chain.RemoveAt(0);
            return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPem(pem, keyPem), chain, offline: true);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw Invalid($"{keySource} holds a key that cannot be read, or is not that of the first certificate in '{RawPaths.Readable(path)}'.", exception);
        }
    }

    static string ReadText(string option, string path)
    {
        try
        {
            return PathFiles.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PulseConfigurationException(PulseErrorCode.FileError, $"{option}: '{RawPaths.Readable(path)}' cannot be read: {Reason(exception)}.", exception);
        }
    }

    static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "it is a directory, or access is denied",
        ArgumentException => "it is no path",
        _ => exception.Message.TrimEnd('.'),
    };

    static PulseConfigurationException Invalid(string message, Exception? cause = null) => new(PulseErrorCode.InvalidArgument, message, cause);
}
