using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pulse.Native.Interop;

/// <summary>Writes the log into a descriptor of the host, line by line, and rather not at all than late.</summary>
sealed unsafe partial class LogDescriptor(SafeFileHandle descriptor, TimeProvider clock) : IDisposable
{
    // What a pipe takes in one piece.
    const int LongestLine = 4096;

    internal void Write(int level, string message)
    {
        string word = level switch
        {
            Constants.LogDebug => "DEBUG",
            Constants.LogInfo => "INFO",
            Constants.LogWarning => "WARNING",
            _ => "ERROR",
        };
        string text = message.Replace('\n', ' ').Replace('\r', ' ');
        byte[] line = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {word} {text}\n"));
        int size = line.Length;
        if (size > LongestLine)
        {
            for (size = LongestLine - 1; (line[size] & 0xC0) == 0x80; size--)
            {
                // Not in the middle of a character.
            }

            line[size++] = (byte)'\n';
        }

        fixed (byte* data = line)
        {
            WriteLine(descriptor, data, (nuint)size);
        }
    }

    public void Dispose() => descriptor.Dispose();

    [LibraryImport("*", EntryPoint = "write_log_line")]
    private static partial void WriteLine(SafeFileHandle descriptor, byte* line, nuint size);
}
