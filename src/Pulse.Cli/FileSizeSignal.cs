using System.Runtime.InteropServices;

namespace Pulse.Cli;

/// <summary>
/// SIGXFSZ: a file that may not grow is an error of its write, not the end of the program. A registration of the runtime's would not
/// do: it hears of the signal later, perhaps when it has been given up, and the program would end after all.
/// </summary>
static partial class FileSizeSignal
{
    const int Number = 25;
    const nint DefaultAction = 0;
    const nint Ignored = 1;

    internal static void Ignore() => Set(Ignored);

    /// <summary>Before another program takes the place of this one, which would inherit that it is ignored.</summary>
    internal static void Restore() => Set(DefaultAction);

    static void Set(nint action)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Signal(Number, action);
        }
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint action);
}
