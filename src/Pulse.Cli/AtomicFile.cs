using Pulse.Client;

namespace Pulse.Cli;

/// <summary>Files that are there whole or not at all, whatever ends the program or the machine.</summary>
static class AtomicFile
{
    /// <exception cref="PulseFileException">It cannot be written; nothing of it is left.</exception>
    internal static async Task WriteAsync(string path, ReadOnlyMemory<byte> content)
    {
        string temporary = $"{path}.part";
        try
        {
            FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(content).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            TryDelete(temporary);
            throw new PulseFileException($"'{path}' cannot be written: {exception.Message}");
        }
    }

    static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The first error says what is wrong with the place.
        }
    }
}
