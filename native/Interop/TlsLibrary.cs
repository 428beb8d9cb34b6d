using System.Runtime.InteropServices;
using Pulse.Client;

namespace Pulse.Native.Interop;

/// <summary>
/// On a machine without OpenSSL the framework ends the whole process at the first https request or certificate. So it is looked
/// for, under the names and in the order that the framework uses, before there can be one.
/// </summary>
static class TlsLibrary
{
    static readonly string[] s_names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];
    static bool s_found;

    internal static void RequireFor(string? baseUrl)
    {
        bool plain = baseUrl?.TrimStart().StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true;
        if (!plain)
        {
            RequireForRequest();
        }
    }

    internal static void RequireForRequest()
    {
        if (!IsFound())
        {
            throw new PulseNetworkException(PulseErrorCode.Tls, "https needs OpenSSL (libssl.so.3 or libssl.so.1.1), and there is none on this machine.");
        }
    }

    /// <summary>Certificates are OpenSSL's from the moment they are read.</summary>
    internal static void RequireForCertificates(PulseClientOptions options)
    {
        if ((options.CaFile ?? options.ClientCertificateFile ?? options.ClientKeyFile) is not null && !IsFound())
        {
            throw new PulseNetworkException(PulseErrorCode.Tls, "CaFile and ClientCertificateFile need OpenSSL (libssl.so.3 or libssl.so.1.1), and there is none on this machine.");
        }
    }

    internal static void RequireForProxy(bool usesTls)
    {
        if (usesTls && !IsFound())
        {
            throw new PulseNetworkException(PulseErrorCode.Tls, "A proxy with https needs OpenSSL (libssl.so.3 or libssl.so.1.1), and there is none on this machine.");
        }
    }

    /// <summary>The framework takes HMAC from OpenSSL too.</summary>
    internal static void RequireForWebhooks()
    {
        if (!IsFound())
        {
            throw new PulseNetworkException(PulseErrorCode.Tls, "Signatures of webhooks need OpenSSL (libssl.so.3 or libssl.so.1.1), and there is none on this machine.");
        }
    }

    /// <summary>Only success is kept: what was missing may have been a free descriptor.</summary>
    static bool IsFound() => Volatile.Read(ref s_found) || (s_found = Find());

    static bool Find()
    {
        string? chosen = Environment.GetEnvironmentVariable("DOTNET_OPENSSL_VERSION_OVERRIDE");
        if (!string.IsNullOrEmpty(chosen) && NativeLibrary.TryLoad($"libssl.so.{chosen}", out _))
        {
            return true;
        }

        // Stays loaded: the framework opens the same file again.
        return s_names.Any(static name => NativeLibrary.TryLoad(name, out _));
    }
}
