using System.Runtime.InteropServices;
using System.Text;
using Pulse.Cli.Output;

namespace Pulse.Cli;

/// <summary>The streams of the program, handed to the commands so that tests need no process.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output: data only.</param>
/// <param name="Error">Standard error: progress and errors.</param>
/// <param name="IsInteractive">Whether a person watches the error stream, on a terminal that can move its cursor.</param>
sealed partial record Terminal(Stream Input, TextWriter Output, TextWriter Error, bool IsInteractive)
{
    const int StandardError = 2;
    const nuint GetWindowSize = 0x5413;

    /// <summary>Whether standard output is a terminal, which obeys control characters.</summary>
    internal bool OutputIsTerminal { get; init; }

    /// <summary>Whether a person types at standard input.</summary>
    internal bool InputIsTerminal { get; init; }

    /// <summary>Whether text may have colors and bold letters.</summary>
    internal bool HasColors { get; init; }

    /// <summary>Columns and rows of the terminal at the error stream.</summary>
    internal Func<(int Columns, int Rows)> Size { get; init; } = static () => (80, 24);

    /// <summary>Whether words to the person can no longer be written.</summary>
    internal Func<bool> ErrorIsLost { get; init; } = static () => false;

    internal static Terminal System()
    {
        UTF8Encoding encoding = new(false);
        ErrorStream error = new(new StandardStream(StandardError));
        Console.SetError(new StreamWriter(error, encoding) { AutoFlush = true });
        RawTextWriter output = new(new StandardStream(1));
        bool canMove = Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new(Console.OpenStandardInput(), output, Console.Error, !Console.IsErrorRedirected && canMove)
        {
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            HasColors = canMove && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
            Size = WindowSize,
            ErrorIsLost = () => error.Failed,
        };
    }

    static (int Columns, int Rows) WindowSize() =>
        IoControl(StandardError, GetWindowSize, out Window window) == 0 && window is { Columns: > 0, Rows: > 0 } ? (window.Columns, window.Rows) : (80, 24);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int IoControl(int descriptor, nuint request, out Window window);

    [StructLayout(LayoutKind.Sequential)]
    struct Window
    {
        internal ushort Rows;
        internal ushort Columns;
        internal ushort Width;
        internal ushort Height;
    }
}
