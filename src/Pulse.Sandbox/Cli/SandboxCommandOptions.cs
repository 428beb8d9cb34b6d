using System.CommandLine;

namespace Pulse.Sandbox.Cli;

/// <summary>The options of the server on the command line, each also an environment variable <c>PULSE_SANDBOX_*</c>.</summary>
sealed class SandboxCommandOptions
{
    readonly Option<int> _port = new("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", Recursive = true };
    readonly Option<bool> _keepAlive = new("--keep-alive") { Description = "Keep running when the process that started this one ends.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        root.Add(_port);
        root.Add(_keepAlive);
    }

    public SandboxOptions Read(ParseResult result) => new() { Port = result.GetValue(_port) };

    public bool KeepsAlive(ParseResult result) => result.GetValue(_keepAlive);
}
