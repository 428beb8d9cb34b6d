using System.Diagnostics;

namespace Pulse.Client.Extensions.Tests.Support;

/// <summary>A sandbox as a program of its own: it needs .NET 10, and these tests run on .NET 8 too.</summary>
sealed class SandboxProgram : IDisposable
{
    internal const string ApiKey = "pulse-sandbox-key";
    internal const string OtherApiKey = "pulse-sandbox-other-key";

    readonly Process _process;

    SandboxProgram(Process process, string baseUrl) => (_process, BaseUrl) = (process, baseUrl);

    internal string BaseUrl { get; }

    internal static string Tree { get; } = FindTree();

    internal static async Task<SandboxProgram> StartAsync(string processingTime = "50ms", params string[] more)
    {
        string program = Path.Combine(Tree, "artifacts", "build", "bin", "Pulse.Sandbox", "debug", "pulse-sandbox");
        Assert.True(File.Exists(program), $"{program} is missing: dotnet build src/Pulse.Sandbox");
        ProcessStartInfo start = new(program, ["--port", "0", "--processing-time", processingTime, .. more]) { RedirectStandardOutput = true };
        Process process = Process.Start(start)!;
        string? url = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(url is not null, "The sandbox has not started.");
        return new(process, url);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    static string FindTree()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pulse.Native.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests must run inside the repository.");
        }

        return folder;
    }
}
