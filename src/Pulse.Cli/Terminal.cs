namespace Pulse.Cli;

/// <summary>The streams of the program, handed to the commands so that tests need no process.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output: data only.</param>
/// <param name="Error">Standard error: progress and errors.</param>
/// <param name="IsInteractive">Whether a person watches the error stream.</param>
sealed record Terminal(Stream Input, TextWriter Output, TextWriter Error, bool IsInteractive)
{
    internal static Terminal System()
    {
        StreamWriter output = new(Console.OpenStandardOutput(), new global::System.Text.UTF8Encoding(false)) { AutoFlush = true };
        return new(Console.OpenStandardInput(), output, Console.Error, !Console.IsErrorRedirected);
    }
}
