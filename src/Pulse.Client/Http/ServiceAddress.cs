using System.Globalization;
using System.Net;

namespace Pulse.Client.Http;

/// <summary>Where connections to the service really go: a socket in the file system, or another host or port than the URL has.</summary>
/// <param name="SocketPath">The socket; null for a host.</param>
/// <param name="Host">The name or address.</param>
/// <param name="Port">Null for the URL's.</param>
sealed record ServiceAddress(string? SocketPath, string Host, int? Port)
{
    const string Unix = "unix:";

    // sun_path, with the NUL at its end.
    const int LongestPath = 107;

    /// <summary>Whether nobody elsewhere can read what is sent there.</summary>
    internal bool IsLocal => SocketPath is not null
        || Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <exception cref="PulseConfigurationException">It is no such address.</exception>
    internal static ServiceAddress? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.StartsWith(Unix, StringComparison.Ordinal))
        {
            string path = text[Unix.Length..];
            int length = System.Text.Encoding.UTF8.GetByteCount(path);
            return path.StartsWith('/') && length <= LongestPath && !path.Contains('\0', StringComparison.Ordinal)
                ? new(path, "", null)
                : throw Invalid(FormattableString.Invariant($"has no absolute path of at most {LongestPath} bytes after 'unix:'"));
        }

        string host = text.Trim();
        int? port = null;
        int colon = host.LastIndexOf(':');
        if (colon > 0 && (host[colon - 1] == ']' || host.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            if (!ushort.TryParse(host[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0)
            {
                throw Invalid("has a port that is not from 1 to 65535");
            }

            (host, port) = (host[..colon], number);
        }

        if (host is ['[', .., ']'])
        {
            host = host[1..^1];
        }

        return Uri.CheckHostName(host) is UriHostNameType.Unknown
            ? throw Invalid("must be unix:/PATH, HOST, HOST:PORT or an address")
            : new(null, host, port);
    }

    static PulseConfigurationException Invalid(string why) => new(PulseErrorCode.InvalidArgument, $"ConnectTo {why}.");
}
