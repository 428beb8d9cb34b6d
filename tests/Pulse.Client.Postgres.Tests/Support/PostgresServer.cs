using System.Diagnostics;
using Npgsql;

namespace Pulse.Client.Postgres.Tests.Support;

/// <summary>A real PostgreSQL server in a folder of its own, on a socket there.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    // The server refuses to run as root.
    static readonly string[] s_user = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-postgres-").FullName;

    internal string Socket => Path.Combine(_folder, ".s.PGSQL.5432");

    internal string ConnectionString => $"Host={_folder};Username=postgres;Database=postgres;Maximum Pool Size=20;Timeout=5";

    /// <summary>Connections to it, for the caller to dispose of.</summary>
    internal NpgsqlDataSource Connect(string? connectionString = null) => new NpgsqlSlimDataSourceBuilder(connectionString ?? ConnectionString).EnableArrays().Build();

    public async ValueTask InitializeAsync()
    {
        string data = Path.Combine(_folder, "data");
        if (s_user.Length > 0)
        {
            await RunAsync(["chown", "postgres", _folder]);
        }

        await RunAsync([.. s_user, Program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]);
        await StartAsync();
    }

    internal Task StartAsync() => RunAsync([.. s_user, Program("pg_ctl"), "-D", Path.Combine(_folder, "data"), "-l", Path.Combine(_folder, "log"), "-w", "-t", "120", "-o", $"-c listen_addresses= -c unix_socket_directories={_folder} -c max_connections=200", "start"]);

    /// <summary>Ends the server: <c>fast</c>, or <c>immediate</c> as a crash does.</summary>
    internal Task StopAsync(string how = "immediate") => RunAsync([.. s_user, Program("pg_ctl"), "-D", Path.Combine(_folder, "data"), "-w", "-m", how, "stop"]);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A program of the newest version that is installed.</summary>
    static string Program(string name) => Directory.GetDirectories("/usr/lib/postgresql")
        .OrderByDescending(static folder => int.Parse(Path.GetFileName(folder)))
        .Select(folder => Path.Combine(folder, "bin", name))
        .First(File.Exists);

    static async Task RunAsync(string[] command)
    {
        // Its output is not read to the end: a server that was started keeps it open.
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null", "sh", .. command]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: exit code {process.ExitCode}");
    }
}
