using System.Diagnostics;
using Pulse.Sandbox.Control;

namespace Pulse.Cli.Tests;

/// <summary>What only a process shows: signals, exit codes, a reader that goes away.</summary>
[Collection(CliCollection.Name)]
public sealed class ProcessTests(CliFixture fixture)
{
    static Process Start(params string[] arguments)
    {
        // Its own folder: beside these tests lie the libraries of a web application, which the program does without.
        string program = Path.Combine(CliFixture.Root, "artifacts", "build", "bin", "Pulse.Cli", "debug", "pulse");
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{start.Environment["PATH"]}";
        return Process.Start(start)!;
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_the_wait_and_prints_how_to_go_on(string signal, int code)
    {
        string id = (await CliFixture.RunAsync("extract", "--no-wait", CliFixture.Sample("bank-statement.pdf"))).Output.Trim();
        fixture.Sandbox.Jobs.Force(id, new ForcedJobState { Status = "processing" });
        using Process pulse = Start("job", "wait", id);
        Assert.Contains("processing", await pulse.StandardError.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using Process kill = Process.Start("kill", [$"-{signal}", $"{pulse.Id}"]);
        await pulse.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(code, pulse.ExitCode);
        Assert.Contains($"pulse job wait {id}", await pulse.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "--version")]
    [InlineData(0, "--help")]
    [InlineData(2, "nonsense")]
    [InlineData(2, "extract")]
    [InlineData(2, "completion", "tcsh")]
    public async Task Exit_codes_of_the_parser(int code, params string[] arguments)
    {
        using Process pulse = Start(arguments);
        string output = await pulse.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pulse.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(code, pulse.ExitCode);
        Assert.Equal(code == 0, output.Length > 0);
    }

    [Fact]
    public async Task The_sandbox_takes_the_place_of_the_program()
    {
        using Process pulse = Start("sandbox", "exec", "--", "sh", "-c", "echo $PULSE_API_KEY; exit 7");
        string output = await pulse.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pulse.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((7, "pulse-sandbox-key\n"), (pulse.ExitCode, output));
    }
}
