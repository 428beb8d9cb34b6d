using System.Text;
using Pulse.Sandbox;

namespace Pulse.Cli.Tests;

/// <summary>What a run of the program printed and returned.</summary>
sealed record Run(int ExitCode, string Output, string Error);

/// <summary>A sandbox, and the program run against it without a process.</summary>
public sealed class CliFixture : IAsyncLifetime
{
    internal PulseSandbox Sandbox { get; private set; } = null!;

    internal static string Root { get; } = FindRoot();

    internal static string Sample(string name) => Path.Combine(Root, "samples", name);

    public async ValueTask InitializeAsync()
    {
        Sandbox = await PulseSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.FromMilliseconds(100) });
        Environment.SetEnvironmentVariable("PULSE_BASE_URL", Sandbox.BaseUrl.AbsoluteUri);
        Environment.SetEnvironmentVariable("PULSE_API_KEY", Sandbox.ApiKey);
        Environment.SetEnvironmentVariable("XDG_STATE_HOME", State);

        // Nothing of whoever runs the tests.
        Environment.SetEnvironmentVariable("XDG_CONFIG_HOME", Config);
        Environment.SetEnvironmentVariable("PULSE_PROFILE", null);
    }

    /// <summary>Where the program keeps what must outlive it.</summary>
    internal static string State { get; } = Directory.CreateTempSubdirectory("pulse-cli-state-").FullName;

    /// <summary>Where it looks for a configuration and for keys.</summary>
    internal static string Config { get; } = Directory.CreateTempSubdirectory("pulse-cli-config-").FullName;

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(Config, recursive: true);
        await Sandbox.DisposeAsync();
        Directory.Delete(State, recursive: true);
    }

    internal static Task<Run> RunAsync(params string[] arguments) => RunAsync([], arguments);

    internal static async Task<Run> RunAsync(byte[] input, string[] arguments)
    {
        StringWriter output = new();
        StringWriter error = new();
        using MemoryStream stdin = new(input);
        int code = await PulseProgram.RunAsync(new Terminal(stdin, output, error, IsInteractive: false), arguments);
        return new(code, output.ToString(), error.ToString());
    }

    static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pulse.Native.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests must run inside the repository.");
        }

        return folder;
    }
}

/// <summary>One sandbox for all, as the environment that leads to it is the whole process's.</summary>
[CollectionDefinition(Name)]
public sealed class CliCollection : ICollectionFixture<CliFixture>
{
    internal const string Name = "cli";
}
