using System.Text;
using Pulse.Cli.Output;

namespace Pulse.Cli;

/// <summary>The streams of the program, handed to the commands so that tests need no process.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output: data only.</param>
/// <param name="Error">Standard error: progress and errors.</param>
/// <param name="IsInteractive">Whether a person watches the error stream.</param>
sealed record Terminal(Stream Input, TextWriter Output, TextWriter Error, bool IsInteractive)
{
    /// <summary>Whether standard output is a terminal, which obeys control characters.</summary>
    internal bool OutputIsTerminal { get; init; }

    /// <summary>Whether words to the person can no longer be written.</summary>
    internal Func<bool> ErrorIsLost { get; init; } = static () => false;

    internal static Terminal System()
    {
        UTF8Encoding encoding = new(false);
        ErrorStream error = new(new StandardStream(2));

        // The console's own, so that the live display knows it for a terminal.
        Console.SetError(new StreamWriter(error, encoding) { AutoFlush = true });
        RawTextWriter output = new(new StandardStream(1));
        return new(Console.OpenStandardInput(), output, Console.Error, !Console.IsErrorRedirected) { OutputIsTerminal = !Console.IsOutputRedirected, ErrorIsLost = () => error.Failed };
    }
}
