using System.Net;
#if !NET9_0_OR_GREATER
using System.Globalization;
using System.Text.RegularExpressions;
#endif

namespace Pulse.Client.Compatibility;

/// <summary>What a proxy answered that has refused a tunnel.</summary>
static partial class ProxyTunnel
{
#if NET9_0_OR_GREATER
    internal static HttpStatusCode? StatusOf(HttpRequestException failure) => failure.StatusCode;
#else
    /// <summary>.NET 8 has it in the message only, at its end: as the number, which no language changes and no trimming removes.</summary>
    internal static HttpStatusCode? StatusOf(HttpRequestException failure) =>
        failure.HttpRequestError == HttpRequestError.ProxyTunnelError && LastNumber().Match(failure.Message) is { Success: true } number
            ? (HttpStatusCode)int.Parse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : failure.StatusCode;

    [GeneratedRegex(@"(?<![0-9])[1-5][0-9]{2}(?=[^0-9]*$)", RegexOptions.CultureInvariant)]
    private static partial Regex LastNumber();
#endif
}
