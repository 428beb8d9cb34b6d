using System.Linq;

namespace Pulse.Header;

static class Names
{
    /// <summary>client_options for pulse_client_options, and OK for PULSE_OK.</summary>
    internal static string WithoutPrefix(string name) => name.Substring("pulse_".Length);

    /// <summary>ClientOptions for client_options.</summary>
    internal static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    /// <summary>client_options for ClientOptions.</summary>
    internal static string Snake(string name) =>
        string.Concat(name.Select((letter, index) => (char.IsUpper(letter) && index > 0 ? "_" : "") + char.ToLowerInvariant(letter)));

    /// <summary>jobId for job_id.</summary>
    internal static string Camel(string name)
    {
        string pascal = Pascal(name);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }
}
