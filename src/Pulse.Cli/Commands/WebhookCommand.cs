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
        Command command = new("webhook", "Verifies and signs webhooks, and creates links to the webhook portal.");
        command.Subcommands.Add(Verify(terminal, globals));
        command.Subcommands.Add(Sign(terminal, globals));
        Command link = new("link", "Prints a temporary link to the portal in which webhooks are managed.");
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
        Option<string[]> header = new("--header", "-H") { Description = "A header of the request, \"NAME: VALUE\"; repeatable.", AllowMultipleArgumentsPerToken = false };
        Option<string?> secretFile = SecretFile();
        Option<string> tolerance = new("--tolerance") { Description = "How far the timestamp may differ from the current time.", DefaultValueFactory = _ => "5m" };
        Option<long?> now = new("--now") { Description = "The current time, in seconds since 1970. Default: the system clock." };
        Command command = new("verify", "Verifies a webhook. If it is not authentic, prints the reason and exits with code 1.") { body, header, secretFile, tolerance, now };
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
        Option<string> id = new("--id") { Description = "The message id. Default: a random one.", DefaultValueFactory = _ => $"msg_{Guid.NewGuid():n}" };
        Option<long?> timestamp = new("--timestamp") { Description = "The time of signing, in seconds since 1970. Default: now." };
        Option<string?> secretFile = SecretFile();
        Command command = new("sign", "Signs a webhook and prints its headers.") { body, id, timestamp, secretFile };
        command.SetAction((arguments, _) => Runner.RunLocally(terminal, globals, arguments, reporter =>
        {
            long seconds = arguments.GetValue(timestamp) ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            string signature = PulseWebhooks.Sign(ReadBody(arguments.GetValue(body)!, terminal), arguments.GetValue(id)!, DateTimeOffset.FromUnixTimeSeconds(seconds), Secrets(arguments.GetValue(secretFile))[0]);
            reporter.Headers([("webhook-id", arguments.GetValue(id)!), ("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture)), ("webhook-signature", signature)]);
            return ExitCodes.Ok;
        }));
        return command;
    }

    static Argument<string> Body() => new("BODY") { Description = "A file with the unmodified body, or - for stdin.", DefaultValueFactory = _ => "-" };

    static Option<string?> SecretFile() => new("--secret-file") { Description = $"A file that contains the secret, or several secrets, one per line. There is no option for the secret itself, because other users can read arguments. Default: ${SecretVariable}." };

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
        return secrets.Length > 0 ? secrets : throw new UsageException($"No secret: set {SecretVariable} or use --secret-file.");
    }

    static KeyValuePair<string, string> Header(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new(text[..colon].Trim(), text[(colon + 1)..].Trim()) : throw new UsageException($"--header '{text}': expected \"NAME: VALUE\".");
    }

    sealed class FixedClock(long seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
