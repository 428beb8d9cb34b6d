using System.Text;

namespace Pulse.Client.Results;

/// <summary>Where what must outlive a process is kept: <c>$XDG_STATE_HOME/pulse</c>, else <c>~/.local/state/pulse</c>.</summary>
static class StateFolder
{
    const string FirstEnvironment = "/proc/self/environ";

    /// <summary>The folder, which need not be there; null where the user has no home.</summary>
    internal static string? Of(Func<string, string?> environment)
    {
        string? state = Rooted(environment, "XDG_STATE_HOME");
        if (state is null && (Rooted(environment, "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify)) is { Length: > 0 } home)
        {
            state = Path.Combine(home, ".local", "state");
        }

        return state is null ? null : Path.Combine(state, "pulse");
    }

    /// <summary>A variable that names a folder from the root on, also one that is not UTF-8.</summary>
    static string? Rooted(Func<string, string?> environment, string name)
    {
        string? value = environment(name);
        if (value?.Contains('\ufffd', StringComparison.Ordinal) == true && OperatingSystem.IsLinux())
        {
            value = Bytes(name) is { } raw && Encoding.UTF8.GetString(raw) == value ? RawPaths.Decode(raw) : value;
        }

        return Path.IsPathRooted(value) ? value : null;
    }

    static byte[]? Bytes(string name)
    {
        try
        {
            byte[] prefix = Encoding.UTF8.GetBytes($"{name}=");
            ReadOnlySpan<byte> variables = File.ReadAllBytes(FirstEnvironment);
            while (variables.IndexOf((byte)0) is >= 0 and int end)
            {
                if (variables[..end].StartsWith(prefix))
                {
                    return variables[prefix.Length..end].ToArray();
                }

                variables = variables[(end + 1)..];
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
