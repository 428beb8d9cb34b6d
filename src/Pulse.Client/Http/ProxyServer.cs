using System.Net;
using System.Text;

namespace Pulse.Client.Http;

/// <summary>One proxy: its address, which may be shown, and its credentials, which may not.</summary>
sealed class ProxyServer
{
    const int SocksPort = 1080;

    ProxyServer(Uri address, NetworkCredential? credential)
    {
        Address = address;
        Credential = credential;
        Authorization = credential is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"));
    }

    /// <summary>Without credentials.</summary>
    internal Uri Address { get; }

    internal NetworkCredential? Credential { get; }

    /// <summary>The header that goes with the credentials.</summary>
    internal string? Authorization { get; }

    internal bool IsSocks => Address.Scheme.StartsWith("socks", StringComparison.Ordinal);

    internal bool UsesTls => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>What must not appear where a proxy echoes what it was sent.</summary>
    internal IEnumerable<string> Secrets => Credential is null ? [] : [Credential.Password, Uri.EscapeDataString(Credential.Password), Authorization!["Basic ".Length..]];

    /// <summary>Reads a URL; without a scheme it is taken for http.</summary>
    /// <param name="source">The option or variable, for the message; the text itself stays out of it.</param>
    /// <param name="text">The URL, with or without credentials.</param>
    internal static ProxyServer Parse(string source, string text)
    {
        string url = text.Contains("://", StringComparison.Ordinal) ? text.Trim() : $"http://{text.Trim()}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) || parsed.Host.Length == 0 || parsed.AbsolutePath.Length > 1 || parsed.Query.Length > 0 || parsed.Fragment.Length > 0)
        {
            throw Invalid($"{source} must be the URL of a proxy, such as http://host:3128 or http://user:password@host:3128, with special characters of the credentials percent-encoded.");
        }

        // "socks5h" is curl's name for what SOCKS 5 always does here: the proxy resolves the name.
        string scheme = parsed.Scheme == "socks5h" ? "socks5" : parsed.Scheme;
        if (scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
        {
            throw Invalid($"{source} must be the URL of a proxy with http, https, socks4, socks4a or socks5.");
        }

        UriBuilder address = new(scheme, parsed.IdnHost, parsed.Port > 0 ? parsed.Port : SocksPort);
        return new ProxyServer(address.Uri, ReadCredential(parsed.UserInfo));
    }

    static NetworkCredential? ReadCredential(string userInfo)
    {
        if (userInfo.Length == 0)
        {
            return null;
        }

        int colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new NetworkCredential(Uri.UnescapeDataString(userInfo), "")
            : new NetworkCredential(Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }

    static PulseConfigurationException Invalid(string message) => new(PulseErrorCode.InvalidArgument, message);
}
