using System.Globalization;

namespace Pulse.Sandbox.Cli;

/// <summary>What <c>/proc/PID/stat</c> says about a process.</summary>
sealed record ProcessStat(int Id, string Name, char State, int ParentId, ulong StartTime)
{
    /// <returns>Null when there is no such process, or no /proc.</returns>
    public static ProcessStat? Read(int id)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // "1234 (name) S 1 …": the name may hold blanks and parentheses of its own.
    public static ProcessStat Parse(string line)
    {
        int open = line.IndexOf('(', StringComparison.Ordinal);
        int close = line.LastIndexOf(')');
        string[] rest = line[(close + 2)..].Split(' ');
        return new ProcessStat(
            int.Parse(line.AsSpan(0, open - 1), CultureInfo.InvariantCulture), line[(open + 1)..close], rest[0][0],
            int.Parse(rest[1], CultureInfo.InvariantCulture), ulong.Parse(rest[19], CultureInfo.InvariantCulture));
    }
}
