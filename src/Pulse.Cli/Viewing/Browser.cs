using System.Diagnostics;

namespace Pulse.Cli.Viewing;

/// <summary>Starts what a person looks at pages with.</summary>
static class Browser
{
    // The browser goes on by itself, with no stream of ours: what it says is nothing that was asked for.
    const string Detached = "\"$@\" </dev/null >/dev/null 2>&1 &";

    /// <summary>Starts a browser with a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="variable">Looks up a variable of the environment.</param>
    /// <param name="reason">Why there is none.</param>
    internal static bool TryOpen(string path, Func<string, string?> variable, out string? reason)
    {
        string address = new Uri(Path.GetFullPath(path)).AbsoluteUri;
        string? wanted = variable("BROWSER");
        IEnumerable<string[]> programs;
        if (!string.IsNullOrWhiteSpace(wanted))
        {
            programs = wanted.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(entry => Words(entry, address));
            reason = $"BROWSER is '{wanted}', which is not found";
        }
        else if (string.IsNullOrEmpty(variable("DISPLAY")) && string.IsNullOrEmpty(variable("WAYLAND_DISPLAY")))
        {
            reason = "there is no display; BROWSER names a program";
            return false;
        }
        else
        {
            programs = [["xdg-open", address]];
            reason = "xdg-open is not found; BROWSER names another program";
        }

        foreach (string[] words in programs.Where(words => words.Length > 0 && Find(words[0], variable("PATH")) is not null))
        {
            using Process? shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Detached, "sh", .. words]) { UseShellExecute = false });
            shell?.WaitForExit();
            reason = null;
            return true;
        }

        return false;
    }

    /// <summary>A program with its arguments; the address takes the place of %s, or comes last.</summary>
    static string[] Words(string entry, string address)
    {
        string[] words = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.Exists(words, static word => word.Contains("%s", StringComparison.Ordinal))
            ? [.. words.Select(word => word.Replace("%s", address, StringComparison.Ordinal))]
            : [.. words, address];
    }

    /// <summary>A program by its name or path.</summary>
    internal static string? Find(string program, string? path) =>
        program.Contains('/', StringComparison.Ordinal)
            ? File.Exists(program) ? program : null
            : (path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
