using System.Buffers;

namespace Pulse.Client.Http;

/// <summary>Headers of the caller's own.</summary>
static class RequestHeaders
{
    // RFC 9110: the characters of a token.
    static readonly SearchValues<char> s_token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>What the library, or the framework below it, controls.</summary>
    static readonly HashSet<string> s_ours = new(StringComparer.OrdinalIgnoreCase)
    {
        AuthenticationHandler.KeyHeader, "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect",
        "Accept-Encoding", "Range", "Allow", "Expires", "Last-Modified", "Proxy-Authorization", "Proxy-Connection",
    };

    /// <summary>Checks them, and makes them independent of the options.</summary>
    /// <exception cref="PulseConfigurationException">One cannot be sent; the message names it, without its value, which may be a secret.</exception>
    internal static KeyValuePair<string, string>[] Resolve(IDictionary<string, string> headers)
    {
        KeyValuePair<string, string>[] resolved = [.. headers];
        foreach ((string name, string value) in resolved)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(s_token))
            {
                throw Invalid($"'{name.ReplaceLineEndings(" ")}' is no name of a header.");
            }

            if (s_ours.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                throw Invalid($"'{name}' is a header that the library itself controls.");
            }

            if (value is null || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                throw Invalid($"The value of '{name}' must be printable ASCII without line breaks.");
            }
        }

        return resolved;
    }

    /// <summary>Whether a header is for credentials.</summary>
    internal static bool IsCredential(string name) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);

    internal static PulseConfigurationException Invalid(string words) => new(PulseErrorCode.InvalidArgument, $"Headers: {words}");
}
