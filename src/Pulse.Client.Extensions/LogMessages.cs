using Microsoft.Extensions.Logging;

namespace Pulse.Client.Extensions;

/// <summary>The log of the registration, in the client's category; event ids are stable and begin at 100.</summary>
static partial class LogMessages
{
    [LoggerMessage(100, LogLevel.Warning, "The configuration key {Key} is not an option of the Pulse client and has no effect")]
    internal static partial void UnknownOption(this ILogger logger, string key);
}
