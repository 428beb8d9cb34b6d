namespace Pulse.Client;

/// <summary>Job ids are opaque, but some texts would change the path they are put into.</summary>
static class JobIds
{
    const int Longest = 1024;

    internal static string Check(string? jobId)
    {
        ArgumentNullException.ThrowIfNull(jobId);
        if (string.IsNullOrWhiteSpace(jobId))
        {
            throw new ArgumentException("The job id is empty.", nameof(jobId));
        }

        if (jobId is "." or "..")
        {
            throw new ArgumentException("The job id '.' or '..' would change the path of the request.", nameof(jobId));
        }

        if (jobId.Length > Longest)
        {
            throw new ArgumentException($"The job id is longer than {Longest} characters.", nameof(jobId));
        }

        if (jobId.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            throw new ArgumentException("The job id holds control characters.", nameof(jobId));
        }

        return jobId;
    }
}
