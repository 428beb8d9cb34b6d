using Pulse.Client.Results;

namespace Pulse.Cli;

/// <summary>Files that are there whole or not at all, whatever ends the program or the machine.</summary>
static class AtomicFile
{
    /// <exception cref="Pulse.Client.PulseFileException">It cannot be written; nothing of it is left.</exception>
    internal static async Task WriteAsync(string path, ReadOnlyMemory<byte> content)
    {
        using WholeFile file = WholeFile.Create(path);
        await file.WriteAsync(content, CancellationToken.None).ConfigureAwait(false);
    }
}
