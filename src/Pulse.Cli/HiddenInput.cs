using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Pulse.Cli;

/// <summary>A line that a person types and the terminal does not show. However the program ends, the terminal shows the next ones.</summary>
static unsafe partial class HiddenInput
{
    const int StandardInput = 0;
    const int Now = 0;
    const int Interrupted = 4;

    // struct termios of Linux: the local modes are the fourth number.
    const int Size = 128;
    const int LocalModes = 12;
    const uint Echo = 0x8;
    const uint EchoLineEnd = 0x40;

    static byte[]? s_before;

    /// <param name="prompt">Asks for it, once nothing more is shown.</param>
    internal static string ReadLine(Action prompt)
    {
        byte[] before = new byte[Size];
        bool isHidden;
        fixed (byte* state = before)
        {
            isHidden = GetState(StandardInput, state) == 0;
        }

        if (isHidden)
        {
            byte[] hidden = [.. before];
            Span<byte> modes = hidden.AsSpan(LocalModes);
            BinaryPrimitives.WriteUInt32LittleEndian(modes, (BinaryPrimitives.ReadUInt32LittleEndian(modes) & ~Echo) | EchoLineEnd);
            s_before = before;
            Set(hidden);
        }

        try
        {
            prompt();
            using MemoryStream line = new();
            while (ReadByte() is { } read and not (byte)'\n')
            {
                line.WriteByte(read);
            }

            return Encoding.UTF8.GetString(line.ToArray()).Trim();
        }
        finally
        {
            Restore();
        }
    }

    /// <summary>From the descriptor itself: the console's stream would change the terminal again, and show what is typed.</summary>
    static byte? ReadByte()
    {
        byte value;
        nint count;
        do
        {
            count = Read(StandardInput, &value, 1);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        return count == 1 ? value : null;
    }

    /// <summary>Shows again what is typed, where it is hidden.</summary>
    internal static void Restore()
    {
        if (Interlocked.Exchange(ref s_before, null) is { } before)
        {
            Set(before);
        }
    }

    static void Set(byte[] state)
    {
        fixed (byte* start = state)
        {
            _ = SetState(StandardInput, Now, start);
        }
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetState(int descriptor, byte* state);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetState(int descriptor, int when, byte* state);
}
