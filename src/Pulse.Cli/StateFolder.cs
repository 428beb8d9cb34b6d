namespace Pulse.Cli;

/// <summary>Where this program keeps what must outlive it: <c>$XDG_STATE_HOME/pulse</c>, else <c>~/.local/state/pulse</c>.</summary>
static class StateFolder
{
    internal static string Path => System.IO.Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given && System.IO.Path.IsPathRooted(given)
            ? given
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
        "pulse");
}
