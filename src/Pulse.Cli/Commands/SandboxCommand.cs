using System.CommandLine;
using System.Runtime.InteropServices;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse sandbox</c>: becomes the program <c>pulse-sandbox</c> that lies beside this one.</summary>
static partial class SandboxCommand
{
    const string Program = "pulse-sandbox";

    internal static Command Create(Terminal terminal)
    {
        Argument<string[]> rest = new("ARGUMENTS") { Description = "See pulse-sandbox --help.", Arity = ArgumentArity.ZeroOrMore };
        Command command = new("sandbox", "Runs the local Pulse server, for example: pulse sandbox --port 0, pulse sandbox exec -- COMMAND.") { TreatUnmatchedTokensAsErrors = false };
        command.Arguments.Add(rest);
        command.SetAction(_ => Become(terminal, [.. Environment.GetCommandLineArgs().SkipWhile(static argument => argument != "sandbox").Skip(1)]));
        return command;
    }

    static int Become(Terminal terminal, string[] arguments)
    {
        string beside = Path.Combine(AppContext.BaseDirectory, Program);
        string path = File.Exists(beside) ? beside : Program;

        // The same process goes on as the other program, so that signals, streams and the exit code are its own.
        string?[] vector = [path, .. arguments, null];
        FileSizeSignal.Restore();
        _ = Execute(path, vector);
        terminal.Error.WriteLine($"pulse: {Program} was not found, neither next to pulse nor on PATH.");
        return ExitCodes.General;
    }

    [LibraryImport("libc", EntryPoint = "execvp", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execute(string path, string?[] arguments);
}
