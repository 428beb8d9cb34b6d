using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli.Configuration;

/// <summary>Where the program finds what a person has set up: <c>$XDG_CONFIG_HOME/pulse</c>, else <c>~/.config/pulse</c>.</summary>
static class ConfigFolder
{
    internal const string DefaultProfile = "default";

    internal const string ProfileVariable = "PULSE_PROFILE";

    /// <summary>The folder, which need not be there; null where the user has no home.</summary>
    internal static string? Path
    {
        get
        {
            string? config = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
            if (!System.IO.Path.IsPathRooted(config))
            {
                config = Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home && System.IO.Path.IsPathRooted(home) ? System.IO.Path.Combine(home, ".config") : null;
            }

            return config is null ? null : System.IO.Path.Combine(config, "pulse");
        }
    }

    internal static string? File => Path is { } folder ? System.IO.Path.Combine(folder, "config.toml") : null;

    /// <summary>Where <c>pulse login</c> keeps the key of a profile.</summary>
    internal static string? KeyFile(string profile) => Path is { } folder ? System.IO.Path.Combine(folder, "keys", profile) : null;

    /// <summary>The address of the service without what does not matter, to compare two.</summary>
    internal static string Address(string url) => Uri.TryCreate(url.Trim(), UriKind.Absolute, out Uri? parsed) ? parsed.AbsoluteUri.TrimEnd('/') : url;

    /// <summary>The address of the service that a client with an option would use.</summary>
    internal static string EffectiveAddress(string? option) =>
        Address(option ?? (Environment.GetEnvironmentVariable("PULSE_BASE_URL") is { } url && !string.IsNullOrWhiteSpace(url) ? url : ClientSettings.DefaultBaseUrl));
}
