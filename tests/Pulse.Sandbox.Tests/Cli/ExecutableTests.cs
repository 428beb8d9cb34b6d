using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Pulse.Sandbox.Cli;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Cli;

/// <summary>Runs the executable as it is built beside the tests, or the one whose absolute path PULSE_TEST_SANDBOX holds: the one compiled ahead of time, for example.</summary>
public class ExecutableTests
{
    static readonly string s_executable = Environment.GetEnvironmentVariable("PULSE_TEST_SANDBOX") is { Length: > 0 } named
        ? named
        : Path.Combine(AppContext.BaseDirectory, "pulse-sandbox");

    [Theory]
    [InlineData("serve", "--port", "0")]
    [InlineData("--port", "0")]
    [InlineData]
    public async Task The_first_line_is_the_URL_and_the_only_one(params string[] arguments)
    {
        using Process process = Start(s_executable, arguments);
        string url = await FirstLineAsync(process);
        Assert.Matches(@"^http://127\.0\.0\.1:\d+$", url);
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(url)).StatusCode);
        Signal(process, 15);
        Assert.Equal("", await RestAsync(process.StandardOutput));
        Assert.Equal(0, await ExitAsync(process));
    }

    [Fact]
    public async Task A_command_does_not_inherit_an_ignored_SIGPIPE()
    {
        using Process process = Start(s_executable, ["exec", "--", "sh", "-c", "grep SigIgn: /proc/self/status"]);
        string ignored = (await RestAsync(process.StandardOutput)).Split(':')[1].Trim();
        Assert.Equal(0ul, Convert.ToUInt64(ignored, 16) & (1ul << (13 - 1)));
        Assert.Equal(0, await ExitAsync(process));
    }

    [Fact]
    public async Task An_interrupt_ends_it_with_requests_open()
    {
        using Process process = Start(s_executable, []);
        using var http = new HttpClient { BaseAddress = new Uri(await FirstLineAsync(process)) };
        await http.PostAsync("/_sandbox/faults", new StringContent("""{"action":{"delay_ms":600000}}"""));
        Task<HttpResponseMessage> open = http.GetAsync("/job/x");
        while (!(await http.GetStringAsync("/_sandbox/journal")).Contains("\"received\":1", StringComparison.Ordinal))
        {
            await Task.Delay(10);
        }

        Signal(process, 2);
        Assert.Equal(0, await ExitAsync(process));
        await Assert.ThrowsAsync<HttpRequestException>(() => open);
    }

    [Fact]
    public async Task Options_come_from_the_command_line_or_the_environment()
    {
        using var files = new TestFiles(("a.txt", "hello"));
        using Process process = Start(
            s_executable,
            ["--api-key", "one=acme", "--api-key", "two", "--large-link", "relative", "--processing-time", "0", "--loose", "--path-base", "/p"],
            ("PULSE_SANDBOX_FILES", files.Path), ("PULSE_SANDBOX_LARGE_PAGES", "1"), ("PULSE_SANDBOX_PATH_BASE", "/overridden"));
        string url = await FirstLineAsync(process);
        Assert.EndsWith("/p", url, StringComparison.Ordinal);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-api-key", "one");
        Answer answer = await TestSandbox.SendAsync(http, HttpMethod.Post, url + "/extract", TestSandbox.Form(null, null, ("fileUrl", url + "/_sandbox/files/a.txt"), ("unknown", "1")));
        Assert.StartsWith("/p/large_results/", answer.Json.GetProperty("url").GetString(), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Remove("x-api-key");
        http.DefaultRequestHeaders.Add("x-api-key", "two");
        Assert.Equal(HttpStatusCode.Forbidden, (await TestSandbox.SendAsync(http, HttpMethod.Get, new Uri(new Uri(url), answer.Json.GetProperty("url").GetString()).AbsoluteUri)).Status);
        Signal(process, 15);
        await ExitAsync(process);
    }

    [Theory]
    [InlineData("--prot", "1")]
    [InlineData("--port", "70000")]
    [InlineData("--port", "x")]
    [InlineData("--processing-time", "5")]
    [InlineData("--submission-status", "201")]
    [InlineData("--files", "/nothing/here")]
    [InlineData("--large-bytes", "0")]
    [InlineData("exec")]
    public async Task A_usage_error_is_2_and_leaves_stdout_empty(params string[] arguments)
    {
        using Process process = Start(s_executable, arguments);
        Assert.Equal("", await RestAsync(process.StandardOutput));
        Assert.StartsWith("pulse-sandbox: ", await RestAsync(process.StandardError), StringComparison.Ordinal);
        Assert.Equal(2, await ExitAsync(process));
    }

    [Fact]
    public async Task A_wrong_environment_variable_is_named()
    {
        using Process process = Start(s_executable, [], ("PULSE_SANDBOX_LARGE_PAGES", "many"));
        Assert.Contains("PULSE_SANDBOX_LARGE_PAGES", await RestAsync(process.StandardError), StringComparison.Ordinal);
        Assert.Equal(2, await ExitAsync(process));
    }

    [Fact]
    public async Task A_taken_port_is_an_error()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using Process process = Start(s_executable, ["--port", $"{box.Sandbox.BaseUrl.Port}"]);
        Assert.Equal("", await RestAsync(process.StandardOutput));
        Assert.Contains("address already in use", await RestAsync(process.StandardError), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, await ExitAsync(process));
    }

    [Fact]
    public async Task Exec_sets_the_environment_and_returns_the_exit_code()
    {
        using Process process = Start(s_executable, ["exec", "--api-key", "k1", "--", "sh", "-c", "echo \"$PULSE_BASE_URL $PULSE_API_KEY $0 $1\"; cat; exit 7", "--flag", "@file"]);
        await process.StandardInput.WriteAsync("from stdin");
        process.StandardInput.Close();
        Assert.Matches(@"^http://127\.0\.0\.1:\d+ k1 --flag @file\nfrom stdin$", await RestAsync(process.StandardOutput));
        Assert.Equal(7, await ExitAsync(process));
    }

    [Fact]
    public async Task Exec_passes_signals_on()
    {
        using Process process = Start(s_executable, ["exec", "--", "sh", "-c", "trap 'echo got it; exit 3' TERM; echo ready; while :; do sleep 0.05; done"]);
        Assert.Equal("ready", await FirstLineAsync(process));
        Signal(process, 15);
        Assert.Equal("got it", (await RestAsync(process.StandardOutput)).Trim());
        Assert.Equal(3, await ExitAsync(process));
    }

    // A command may be heard of before the call that started it has returned, and be ended by whoever hears it.
    [Fact]
    public async Task A_signal_that_comes_before_the_command_is_known_is_passed_on()
    {
        var came = new TaskCompletionSource();
        using var after = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            came.TrySetResult();
        });
        using var signals = new PassedSignals();
        using Process command = Start("sh", ["-c", "trap 'echo got it; exit 3' TERM; echo ready; while :; do sleep 0.05; done"]);
        Assert.Equal("ready", await FirstLineAsync(command));
        Assert.Equal(0, NativeMethods.Kill(Environment.ProcessId, 15));

        // Registrations are called from the newest to the oldest: the one under test has been.
        await came.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(command.HasExited);
        signals.PassTo(command.Id);
        Assert.Equal("got it", (await RestAsync(command.StandardOutput)).Trim());
        Assert.Equal(3, await ExitAsync(command));
    }

    [Fact]
    public async Task Exec_of_nothing_is_127()
    {
        using Process process = Start(s_executable, ["exec", "--", "pulse-no-such-command"]);
        Assert.Contains("cannot run 'pulse-no-such-command'", await RestAsync(process.StandardError), StringComparison.Ordinal);
        Assert.Equal(127, await ExitAsync(process));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--keep-alive", false)]
    public async Task It_ends_with_the_process_that_started_it(string option, bool ends)
    {
        // The shell becomes "sleep", which is no shell: the sandbox is its child and outlives it, or does not.
        using Process parent = Start("sh", ["-c", $"'{s_executable}' {option} & exec sleep 600"]);
        using var http = new HttpClient();
        string url = await FirstLineAsync(parent);
        await http.GetAsync(url);
        Signal(parent, 9);
        await ExitAsync(parent);
        Assert.Equal(ends, await IsGoneAsync(http, url, ends ? TimeSpan.FromSeconds(20) : TimeSpan.FromSeconds(1)));
        if (!ends)
        {
            Assert.True(int.TryParse(await PidOfAsync(url), out int id));
            Assert.Equal(0, NativeMethods.Kill(id, 15));
            Assert.True(await IsGoneAsync(http, url, TimeSpan.FromSeconds(20)));
        }
    }

    [Fact]
    public async Task A_shell_that_put_it_into_the_background_may_end()
    {
        using Process shell = Start("sh", ["-c", $"'{s_executable}' & :"]);
        string url = await FirstLineAsync(shell);
        await ExitAsync(shell);
        using var http = new HttpClient();
        Assert.False(await IsGoneAsync(http, url, TimeSpan.FromSeconds(1)));
        Assert.Equal(0, NativeMethods.Kill(int.Parse(await PidOfAsync(url)), 15));
        Assert.True(await IsGoneAsync(http, url, TimeSpan.FromSeconds(20)));
    }

    static Process Start(string file, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    static async Task<string> FirstLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException(await RestAsync(process.StandardError));

    static Task<string> RestAsync(StreamReader stream) => stream.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));

    static async Task<int> ExitAsync(Process process)
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    static async Task<bool> IsGoneAsync(HttpClient http, string url, TimeSpan limit)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < limit)
        {
            try
            {
                await http.GetAsync(url);
            }
            catch (HttpRequestException)
            {
                return true;
            }

            await Task.Delay(50);
        }

        return false;
    }

    // Finds the process by the inode of its listening socket.
    static async Task<string> PidOfAsync(string url)
    {
        string port = new Uri(url).Port.ToString("X4");
        string[] lines = await File.ReadAllLinesAsync("/proc/net/tcp");
        string inode = lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(columns => columns[1].EndsWith(":" + port, StringComparison.Ordinal) && columns[3] == "0A")[9];
        foreach (string process in Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            try
            {
                if (Directory.GetFiles(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == $"socket:[{inode}]"))
                {
                    return Path.GetFileName(process);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A process that has ended meanwhile, or is none of ours.
            }
        }

        return "";
    }

    static void Signal(Process process, int signal) => Assert.Equal(0, NativeMethods.Kill(process.Id, signal));
}

static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int process, int signal);
}
