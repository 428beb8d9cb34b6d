using System.Text;
using System.Text.Json;

namespace Pulse.Cli.Tests;

/// <summary>The configuration file, profiles, <c>pulse login</c> and <c>pulse doctor</c>.</summary>
[Collection(CliCollection.Name)]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ConfigTests(CliFixture fixture) : IDisposable
{
    static readonly string s_file = Path.Combine(CliFixture.Config, "pulse", "config.toml");
    static readonly string s_keys = Path.Combine(CliFixture.Config, "pulse", "keys");
    static readonly string s_statement = CliFixture.Sample("bank-statement.pdf");

    readonly Dictionary<string, string?> _variables = [];

    public void Dispose()
    {
        foreach ((string name, string? value) in _variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        if (Directory.Exists(Path.Combine(CliFixture.Config, "pulse")))
        {
            Directory.Delete(Path.Combine(CliFixture.Config, "pulse"), recursive: true);
        }
    }

    void Set(string name, string? value)
    {
        _variables.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    static void Write(string toml)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(s_file)!);
        File.WriteAllText(s_file, toml);
    }

    string Url => fixture.Sandbox.BaseUrl.AbsoluteUri.TrimEnd('/');

    Task<Run> LoginAsync(string key, params string[] arguments) => CliFixture.RunAsync(Encoding.UTF8.GetBytes($"{key}\n"), ["login", "--base-url", Url, .. arguments]);

    [Fact]
    public async Task A_key_is_stored_once_it_works_and_only_its_owner_reads_it()
    {
        Set("PULSE_API_KEY", null);
        Run wrong = await LoginAsync("a-wrong-secret-key");
        Assert.Equal(ExitCodes.Authentication, wrong.ExitCode);
        Assert.Contains("was not stored", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-secret-key", wrong.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(s_keys));
        Assert.Contains("pulse login", (await CliFixture.RunAsync("extract", "--quiet", s_statement)).Error, StringComparison.Ordinal);

        Run good = await LoginAsync(fixture.Sandbox.ApiKey);
        Assert.Equal((0, ""), (good.ExitCode, good.Output));
        string file = Assert.Single(Directory.GetFiles(s_keys));
        Assert.Contains(file, good.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Sandbox.ApiKey, good.Error, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(0, (await CliFixture.RunAsync("extract", "--quiet", s_statement)).ExitCode);
    }

    [Fact]
    public async Task A_stored_key_is_sent_to_no_other_service()
    {
        Set("PULSE_API_KEY", null);
        Assert.Equal(0, (await LoginAsync(fixture.Sandbox.ApiKey)).ExitCode);
        using System.Net.Sockets.TcpListener other = new(System.Net.IPAddress.Loopback, 0);
        other.Start();
        Run run = await CliFixture.RunAsync("job", "get", "a", "--base-url", $"http://{other.LocalEndpoint}");
        Assert.Equal(ExitCodes.Authentication, run.ExitCode);
        Assert.Contains("is not sent to", run.Error, StringComparison.Ordinal);
        Assert.False(other.Pending());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public async Task What_is_no_key_is_not_tried(string input)
    {
        int before = fixture.Sandbox.Journal.Entries.Count();
        Assert.Equal(ExitCodes.Usage, (await LoginAsync(input)).ExitCode);
        Assert.Equal(before, fixture.Sandbox.Journal.Entries.Count());
    }

    [Fact]
    public async Task Options_come_from_the_command_line_the_environment_the_profile_and_the_file_in_this_order()
    {
        Write($"""
            base_url = "http://127.0.0.1:1"
            max_retries = 0
            quiet = true
            header = ["X-From: file"]

            [extract]
            format = "csv"

            [profiles.test]
            base_url = "{Url}"
            api_key_file = "test.key"
            """);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(s_file)!, "test.key"), fixture.Sandbox.ApiKey, TestContext.Current.CancellationToken);

        // The environment is before the file.
        Run environment = await CliFixture.RunAsync("extract", s_statement);
        Assert.Equal((0, ""), (environment.ExitCode, environment.Error));
        Assert.StartsWith("Date,Description", environment.Output, StringComparison.Ordinal);
        Assert.Contains(fixture.Sandbox.Journal.Entries, static entry => entry.Headers.Contains(new("X-From", "file")));

        // The command line is before both.
        Assert.StartsWith("Strait", (await CliFixture.RunAsync("extract", "--format", "md", s_statement)).Output, StringComparison.Ordinal);

        Set("PULSE_BASE_URL", null);
        Set("PULSE_API_KEY", null);
        Set("PULSE_PROFILE", "test");
        Assert.Equal(0, (await CliFixture.RunAsync("extract", "--", s_statement)).ExitCode);
        Set("PULSE_PROFILE", null);
        Assert.Equal(ExitCodes.Authentication, (await CliFixture.RunAsync("extract", s_statement)).ExitCode);

        // A profile that the command line names goes before the environment too.
        Set("PULSE_BASE_URL", "http://127.0.0.1:1");
        Assert.Equal(0, (await CliFixture.RunAsync("extract", "--profile", "test", s_statement)).ExitCode);
    }

    [Theory]
    [InlineData("max_retires = 1", "did you mean 'max_retries'?")]
    [InlineData("max_retries = \"many\"", "--max-retries: 'many' is not a whole number")]
    [InlineData("quiet = 1", "quiet must be true or false")]
    [InlineData("ca_file = [1]", "ca_file must be text")]
    [InlineData("json = true", "json is not an option")]
    [InlineData("x = ", "is not TOML: (1,5)")]
    [InlineData("[extract]\nformt = \"csv\"", "extract.formt is not an option; did you mean 'format'?")]
    [InlineData("[job.wait]\ntimeout = \"soon\"\n[job.wiat]", "job.wiat is not an option")]
    [InlineData("[profiles]\ntest = 1", "profiles.test is not a table")]
    [InlineData("[profiles.test]\nbase = 1", "profiles.test.base is not an option")]
    public async Task A_mistake_in_the_file_sends_nothing(string toml, string words)
    {
        Write(toml);
        int before = fixture.Sandbox.Journal.Entries.Count();
        Run run = await CliFixture.RunAsync("extract", s_statement);
        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Sandbox.Journal.Entries.Count());

        // Help needs no file, and it can be left out.
        Assert.Equal(0, (await CliFixture.RunAsync("help", "config")).ExitCode);
        Assert.Equal(0, (await CliFixture.RunAsync("extract", "--quiet", "--config", "", s_statement)).ExitCode);
    }

    [Theory]
    [InlineData("tets", "did you mean 'test'?")]
    [InlineData("../x", "is not the name of a profile")]
    [InlineData("", "is not the name of a profile")]
    public async Task A_profile_must_be_there(string profile, string words)
    {
        Write("[profiles.test]\nmax_retries = 1\n");
        Run run = await CliFixture.RunAsync("extract", "--profile", profile, s_statement);
        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_nothing_wrong_where_nothing_is()
    {
        Run run = await CliFixture.RunAsync("doctor");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (string check in (string[])["versions: pulse ", "configuration: ", "state folder: ", "proxy: ", $"service: {Url} responds in ", "TLS: ", "clock: ", "key: The service accepts the API key from PULSE_API_KEY."])
        {
            Assert.Contains($"ok       {check}", run.Output, StringComparison.Ordinal);
        }

        Assert.EndsWith("Nothing is wrong.\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Sandbox.ApiKey, run.Output, StringComparison.Ordinal);
        Assert.All((await CliFixture.RunAsync("doctor", "--json")).Output.TrimEnd().Split('\n'), static line => Assert.Equal("ok", JsonElement.Parse(line).GetProperty("state").GetString()));
    }

    [Fact]
    public async Task The_doctor_names_what_is_wrong()
    {
        Set("PULSE_API_KEY", "a-wrong-secret-key");
        Run refused = await CliFixture.RunAsync("doctor");
        Assert.Equal(ExitCodes.Authentication, refused.ExitCode);
        Assert.Contains("problem  key: The service refuses the API key from PULSE_API_KEY", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-secret-key", refused.Output, StringComparison.Ordinal);

        Set("PULSE_API_KEY", null);
        Assert.Contains("pulse login", (await CliFixture.RunAsync("doctor")).Output, StringComparison.Ordinal);

        Set("PULSE_API_KEY", "x");
        Run unreachable = await CliFixture.RunAsync("doctor", "--base-url", "http://127.0.0.1:1", "--max-retries", "0");
        Assert.Equal(ExitCodes.General, unreachable.ExitCode);
        Assert.Contains("problem  service: ", unreachable.Output, StringComparison.Ordinal);
        Assert.Contains("refused", unreachable.Output, StringComparison.Ordinal);

        Set("XDG_STATE_HOME", "/dev/null");
        Assert.Contains("problem  state folder: /dev/null/pulse cannot be written", (await CliFixture.RunAsync("doctor")).Output, StringComparison.Ordinal);
        Set("XDG_STATE_HOME", CliFixture.State);

        Set("PULSE_API_KEY", null);
        Assert.Equal(0, (await LoginAsync(fixture.Sandbox.ApiKey)).ExitCode);
        File.SetUnixFileMode(Path.Combine(s_keys, "default"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Run open = await CliFixture.RunAsync("doctor");
        Assert.Contains("Other users can read", open.Output, StringComparison.Ordinal);
    }
}
