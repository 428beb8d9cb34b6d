using System.CommandLine;
using Pulse.Cli.Configuration;
using Pulse.Client;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse login</c>: tries a key and stores it.</summary>
static class LoginCommand
{
    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Command command = new("login", "Stores an API key after trying it. The key is typed, pasted, or read from stdin or --api-key-file, and never shown.");
        command.SetAction((arguments, _) => Runner.RunAsync(terminal, globals, arguments, ask: true, async (client, reporter, stop) =>
        {
            string profile = ConfiguredArguments.ProfileOf(globals.Profile(arguments));
            string service = ConfigFolder.EffectiveAddress(globals.BaseUrl(arguments));
            try
            {
                await TryAsync(client, stop).ConfigureAwait(false);
            }
            catch (PulseException exception)
            {
                throw exception.Saying($"{exception.Message.TrimEnd('.')}. The key was not stored.");
            }

            string path = new StoredKey(globals.KeyThatWasRead!, service).Write(profile);
            reporter.LoggedIn(service, profile, path);
            return ExitCodes.Ok;
        }));
        return command;
    }

    /// <summary>Whether the service takes the key: it is asked for a job that cannot be there, which costs nothing.</summary>
    /// <exception cref="PulseException">The key was refused, or the service could not be asked.</exception>
    internal static async Task TryAsync(PulseClient client, CancellationToken stop)
    {
        try
        {
            (await client.Jobs.GetAsync($"00000000-0000-4000-8000-{Guid.NewGuid().ToString("n")[..12]}", stop).ConfigureAwait(false)).Dispose();
        }
        catch (PulseException exception) when (exception.Code is PulseErrorCode.NotFound or PulseErrorCode.Gone or PulseErrorCode.BadRequest)
        {
            // It has looked for the job, and so knows the key.
        }
    }

    /// <summary>The key that a person types or pastes, without showing it; or all of stdin.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    internal static string ReadKey(Terminal terminal)
    {
        if (!terminal.InputIsTerminal)
        {
            using StreamReader reader = new(terminal.Input, leaveOpen: true);
            string read = reader.ReadToEnd().Trim();
            return read.Length > 0 && !read.Contains('\n', StringComparison.Ordinal) ? read : throw new UsageException("stdin must contain an API key, in one line.");
        }

        string typed = HiddenInput.ReadLine(() => terminal.Error.Write("API key (it is not shown): "));
        return typed.Length > 0 ? typed : throw new UsageException("No API key was typed.");
    }
}
