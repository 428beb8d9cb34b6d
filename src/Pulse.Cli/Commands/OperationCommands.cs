using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Pulse.Client;
using Pulse.Client.Endpoints;

namespace Pulse.Cli.Commands;

/// <summary>The commands for the operations of the API, made from their descriptions: <c>pulse split</c>, <c>pulse form fill</c>, <c>pulse result pdf</c> …</summary>
static class OperationCommands
{
    /// <summary>Adds a command for each operation that sends a request or fetches a file; jobs, webhooks and extract have commands of their own.</summary>
    internal static void AddTo(RootCommand root, Terminal terminal, GlobalOptions globals)
    {
        foreach (OperationDescription operation in Operations.All.Where(static operation => operation.Command.Length > 0 && (operation.RequestType is not null || operation.IsDownload)))
        {
            string[] words = operation.Command.Split(' ');
            Command parent = words.Length == 1 ? root : Find(root, words[0]) ?? Group(root, operation.Group!);
            if (Find(parent, words[^1]) is null)
            {
                parent.Subcommands.Add(operation.IsDownload ? Download(terminal, globals, words[^1], operation) : new OperationCommand(words[^1], operation).Create(terminal, globals));
            }
        }
    }

    static Command? Find(Command parent, string name) => parent.Subcommands.FirstOrDefault(command => command.Name == name);

    static Command Group(RootCommand root, OperationGroup group)
    {
        Command command = new(group.Command, group.Summary);
        root.Subcommands.Add(command);
        return command;
    }

    static Command Download(Terminal terminal, GlobalOptions globals, string name, OperationDescription operation)
    {
        Argument<string>[] arguments = [.. operation.Arguments.Select(static id => new Argument<string>(id == "filename" ? "NAME" : id.ToUpperInvariant()))];
        Option<string> output = new("--output", "-o") { Description = "The file to write. It is created once it is complete.", Required = true };
        Command command = new(name, operation.Summary);
        foreach (Argument<string> argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        command.Options.Add(output);
        command.SetAction((parsed, _) => Runner.RunAsync(terminal, globals, parsed, async (client, reporter, stop) =>
        {
            string path = parsed.GetValue(output)!;
            JsonObject request = new(operation.Arguments.Zip(arguments, (id, argument) => KeyValuePair.Create(id, (JsonNode?)JsonValue.Create(parsed.GetValue(argument)))));
            PreparedOperation prepared = Operations.Prepare(operation.Name, Encoding.UTF8.GetBytes(request.ToJsonString()));
            int length = 0;
            string? mediaType = null;
            await client.Downloads.SaveAsync(
                path,
                async token =>
                {
                    PulseDownload download = (await prepared.RunAsync(client, token).ConfigureAwait(false)).File!;
                    (length, mediaType) = (download.Content.Length, download.MediaType);
                    return download;
                },
                stop).ConfigureAwait(false);
            reporter.Saved(path, length, mediaType);
            return ExitCodes.Ok;
        }));
        return command;
    }
}
