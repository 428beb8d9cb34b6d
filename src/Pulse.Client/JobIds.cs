namespace Pulse.Client;

/// <summary>Job ids are opaque, but some texts would change the path they are put into.</summary>
static class JobIds
{
    const int Longest = 1024;

    internal static string Check(string? jobId) => Check(jobId, "job id", nameof(jobId));

    /// <summary>Checks any text that becomes one part of a path.</summary>
    internal static string Check(string? id, string what, string parameter)
    {
        ArgumentNullException.ThrowIfNull(id, parameter);
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new ArgumentException($"The {what} is empty.", parameter);
        }

        if (id is "." or "..")
        {
            throw new ArgumentException($"The {what} '.' or '..' would change the path of the request.", parameter);
        }

        if (id.Length > Longest)
        {
            throw new ArgumentException($"The {what} is longer than {Longest} characters.", parameter);
        }

        foreach (char c in id)
        {
            if (char.IsControl(c) || char.IsSurrogate(c) || c == '\ufffd')
            {
                throw new ArgumentException($"The {what} contains control characters or invalid Unicode.", parameter);
            }
        }

        return id;
    }
}
