using System.Runtime.CompilerServices;

namespace Pulse.Client.Extensions.Tests.Support;

/// <summary>The tests say everything themselves: what the shell has set must not help them.</summary>
static class Ambient
{
    [ModuleInitializer]
    internal static void Clear()
    {
        foreach (string name in (string[])["PULSE_API_KEY", "PULSE_BASE_URL", "PULSE_TIMEOUT", "PULSE_MAX_RETRIES"])
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
