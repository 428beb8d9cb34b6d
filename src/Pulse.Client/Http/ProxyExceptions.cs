using System.Globalization;
using System.Net;

namespace Pulse.Client.Http;

/// <summary>
/// <c>NO_PROXY</c>: hosts with their subdomains, optionally with a port, IP addresses and networks (10.0.0.0/8), or * for all;
/// separated by commas or blanks.
/// </summary>
sealed class ProxyExceptions
{
    static readonly char[] s_separators = [',', ' ', '\t', '\r', '\n'];

    readonly string[] _entries;

    internal ProxyExceptions(string? text) => _entries = text?.Split(s_separators, StringSplitOptions.RemoveEmptyEntries) ?? [];

    internal bool Contains(Uri target)
    {
        string host = target.IdnHost.TrimEnd('.');
        return _entries.Any(entry => Matches(entry, host, target.Port));
    }

    static bool Matches(string entry, string host, int port)
    {
        if (entry == "*")
        {
            return true;
        }

        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return (IPNetwork.TryParse(entry, out IPNetwork network) && network.Contains(address))
                || (IPEndPoint.TryParse(entry, out IPEndPoint? endpoint) && endpoint.Address.Equals(address) && (endpoint.Port == 0 || endpoint.Port == port));
        }

        int colon = entry.LastIndexOf(':');
        if (colon > 0 && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int only))
        {
            if (only != port)
            {
                return false;
            }

            entry = entry[..colon];
        }

        // "*.example.com" and ".example.com" are other ways of writing "example.com".
        string domain = entry.TrimStart('*').Trim('.');
        return domain.Length > 0
            && host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
            && (host.Length == domain.Length || host[^(domain.Length + 1)] == '.');
    }
}
