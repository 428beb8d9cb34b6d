using System.Text;
using Pulse.Client.Results;

namespace Pulse.Cli;

/// <summary>The arguments as the system has them: the runtime replaces what is not UTF-8, and a file with such a name would not be found.</summary>
static class RawArguments
{
    const string CommandLine = "/proc/self/cmdline";

    /// <summary>The same arguments, those that are not UTF-8 as paths that are opened by their bytes.</summary>
    internal static string[] Of(string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || !Array.Exists(arguments, static argument => argument.Contains('\ufffd', StringComparison.Ordinal)))
        {
            return arguments;
        }

        try
        {
            return Of(arguments, File.ReadAllBytes(CommandLine));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without /proc the names are what the runtime makes of them: such a file is not found, and nothing is sent.
            return arguments;
        }
    }

    internal static string[] Of(string[] arguments, ReadOnlySpan<byte> commandLine)
    {
        List<byte[]> words = [];
        while (commandLine.IndexOf((byte)0) is >= 0 and int end)
        {
            words.Add(commandLine[..end].ToArray());
            commandLine = commandLine[(end + 1)..];
        }

        string[] given = [.. arguments];
        for (int i = 0; i < given.Length && words.Count >= given.Length; i++)
        {
            byte[] word = words[words.Count - given.Length + i];
            if (given[i].Contains('\ufffd', StringComparison.Ordinal) && Encoding.UTF8.GetString(word) == given[i])
            {
                given[i] = RawPaths.Decode(word);
            }
        }

        return given;
    }
}
