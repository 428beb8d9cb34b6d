using System.CommandLine;
using System.Globalization;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse webhook verify|sign|link</c>.</summary>
static class WebhookCommand
{
    const string SecretVariable = "PULSE_WEBHOOK_SECRET";

    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Command command = new("webhook", "Verifies and signs webhooks, and makes a link to where they are set up.");
        command.Subcommands.Add(Verify(terminal, globals));
        command.Subcommands.Add(Sign(terminal, globals));
        Command link = new("link", "Prints a link to the page where webhooks are set up.");
        link.SetAction((arguments, _) => Runner.RunAsync(terminal, globals, arguments, async (client, reporter, stop) =>
        {
            using OperationAnswer answer = await Operations.Prepare("create_webhook_link", default).RunAsync(client, stop).ConfigureAwait(false);
            reporter.Link(answer.Body!);
            return ExitCodes.Ok;
        }));
        command.Subcommands.Add(link);
        return command;
    }

    static Command Verify(Terminal terminal, GlobalOptions globals)
    {
        Argument<string> body = Body();
        Option<string[]> header = new("--header", "-H") { Description = "\"NAME: VALUE\", once for each of the request's headers.", AllowMultipleArgumentsPerToken = false };
        Option<string?> secretFile = SecretFile();
        Option<string> tolerance = new("--tolerance") { Description = "How far its timestamp may be from now.", DefaultValueFactory = _ => "5m" };
        Option<long?> now = new("--now") { Description = "The time in seconds since 1970; default: the clock." };
        Command command = new("verify", "Says whether a webhook can be trusted, and if not, why. Exit code 1 then.") { body, header, secretFile, tolerance, now };
        command.SetAction((arguments, _) => Runner.RunLocally(terminal, globals, arguments, reporter =>
        {
            byte[] content = ReadBody(arguments.GetValue(body)!, terminal);
            WebhookHeaders headers = WebhookHeaders.Find((arguments.GetValue(header) ?? []).Select(Header));
            TimeProvider clock = arguments.GetValue(now) is { } seconds ? new FixedClock(seconds) : TimeProvider.System;
            WebhookVerification outcome = PulseWebhooks.Verify(content, headers, Secrets(arguments.GetValue(secretFile)), clock, Durations.Parse(arguments.GetValue(tolerance)!));
            reporter.Verified(outcome);
            return outcome == WebhookVerification.Valid ? ExitCodes.Ok : ExitCodes.General;
        }));
        return command;
    }

    static Command Sign(Terminal terminal, GlobalOptions globals)
    {
        Argument<string> body = Body();
        Option<string> id = new("--id") { Description = "The message's id.", DefaultValueFactory = _ => $"msg_{Guid.NewGuid():n}" };
        Option<long?> timestamp = new("--timestamp") { Description = "In seconds since 1970; default: now." };
        Option<string?> secretFile = SecretFile();
        Command command = new("sign", "Prints the headers with which a webhook is sent.") { body, id, timestamp, secretFile };
        command.SetAction((arguments, _) => Runner.RunLocally(terminal, globals, arguments, reporter =>
        {
            long seconds = arguments.GetValue(timestamp) ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            string signature = PulseWebhooks.Sign(ReadBody(arguments.GetValue(body)!, terminal), arguments.GetValue(id)!, DateTimeOffset.FromUnixTimeSeconds(seconds), Secrets(arguments.GetValue(secretFile))[0]);
            reporter.Headers([("webhook-id", arguments.GetValue(id)!), ("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture)), ("webhook-signature", signature)]);
            return ExitCodes.Ok;
        }));
        return command;
    }

    static Argument<string> Body() => new("BODY") { Description = "A file with the body exactly as it came, or - for stdin.", DefaultValueFactory = _ => "-" };

    static Option<string?> SecretFile() => new("--secret-file") { Description = $"A file with the secret, or several in lines of their own; default ${SecretVariable}. A secret is never an argument, where others could read it." };

    static byte[] ReadBody(string path, Terminal terminal)
    {
        if (path != "-")
        {
            try
            {
                return PathFiles.ReadAllBytes(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"'{path}' cannot be read: {exception.Message}");
            }
        }

        using MemoryStream content = new();
        terminal.Input.CopyTo(content);
        return content.ToArray();
    }

    static string[] Secrets(string? file)
    {
        string? text;
        try
        {
            text = file is null ? Environment.GetEnvironmentVariable(SecretVariable) : PathFiles.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The secret file '{file}' cannot be read: {exception.Message}");
        }

        string[] secrets = (text ?? "").Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return secrets.Length > 0 ? secrets : throw new UsageException($"There is no secret: set {SecretVariable}, or give --secret-file.");
    }

    static KeyValuePair<string, string> Header(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new(text[..colon].Trim(), text[(colon + 1)..].Trim()) : throw new UsageException($"--header '{text}': write \"NAME: VALUE\".");
    }

    sealed class FixedClock(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
