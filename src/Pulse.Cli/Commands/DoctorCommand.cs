using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using Pulse.Cli.Configuration;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse doctor</c>: looks at all that a first call needs, and says in sentences what is wrong.</summary>
static class DoctorCommand
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(2);
    static readonly TimeSpan s_expiresSoon = TimeSpan.FromDays(14);

    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Command command = new("doctor", "Checks the key, the service, TLS, the proxy, the clock and the versions, and says what is wrong. Costs nothing.");
        command.SetAction(async (arguments, stop) =>
        {
            Findings findings = new(terminal, globals.Json(arguments));
            Versions(findings);
            Files(findings, globals, arguments);
            PulseClientOptions options;
            try
            {
                options = globals.Options(arguments, terminal, key: false);
            }
            catch (UsageException exception)
            {
                findings.Problem("options", exception.Message);
                return ExitCodes.Usage;
            }

            foreach (string problem in options.Validate())
            {
                findings.Problem("options", problem);
            }

            if (findings.Problems > 0)
            {
                return ExitCodes.Usage;
            }

            Proxy(findings, options);
            Reach service = await ServiceAsync(findings, options, stop).ConfigureAwait(false);
            bool hasKey = await KeyAsync(findings, globals, arguments, terminal, service, stop).ConfigureAwait(false);
            findings.Say(findings.Problems == 0 ? "Nothing is wrong." : $"{findings.Problems} {(findings.Problems == 1 ? "problem was" : "problems were")} found.");
            return findings.Problems == 0 ? ExitCodes.Ok : hasKey ? ExitCodes.General : ExitCodes.Authentication;
        });
        return command;
    }

    static void Versions(Findings findings) =>
        findings.Good("versions", $"pulse {HelpCommands.Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}.");

    static void Files(Findings findings, GlobalOptions globals, ParseResult arguments)
    {
        string? config = globals.ConfigPath(arguments) ?? ConfigFolder.File;
        bool isThere = !string.IsNullOrEmpty(config) && File.Exists(config);
        string profile = ConfiguredArguments.ProfileOf(globals.Profile(arguments));
        findings.Good("configuration", isThere ? $"{config} is read, with the profile {profile}." : $"There is no configuration file{(string.IsNullOrEmpty(config) ? "" : $" ({config})")}, and none is needed.");
        if (StateFolder.Of(Environment.GetEnvironmentVariable) is not { } state)
        {
            findings.Problem("state folder", "There is no folder for large results: neither HOME nor XDG_STATE_HOME is set. A large result that cannot be printed is lost.");
            return;
        }

        try
        {
            PathFiles.MakeFolder(state, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string probe = Path.Combine(state, $"doctor-{Guid.NewGuid():n}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            string[] open = PathFiles.List(state, "open-jobs-*.txt");
            findings.Good("state folder", $"{state} can be written{(open.Length == 0 ? "." : $". It has {open.Length} {(open.Length == 1 ? "file" : "files")} about jobs of runs that were ended (open-jobs-*.txt): their results may still be had.")}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Problem("state folder", $"{state} cannot be written, so large results cannot be fetched: {exception.Message} --large-result-folder names another.");
        }
    }

    static void Proxy(Findings findings, PulseClientOptions options)
    {
        Uri service = new(ConfigFolder.EffectiveAddress(options.BaseUrl));
        ProxyServer? proxy = ClientProxy.Resolve(options, Environment.GetEnvironmentVariable)?.For(service);
        findings.Good("proxy", proxy is null ? $"{service.Host} is reached without a proxy." : $"{service.Host} is reached through the proxy {proxy.Address.Host}:{proxy.Address.Port}, from {(options.Proxy is null ? "the environment" : "--proxy")}.");
    }

    /// <summary>Without the key: whether there is a server, its certificate and its clock.</summary>
    static async Task<Reach> ServiceAsync(Findings findings, PulseClientOptions options, CancellationToken stop)
    {
        string address = ConfigFolder.EffectiveAddress(options.BaseUrl);
        DateTimeOffset? expires = null;
        ClientSettings settings = GlobalOptions.Settings(options);
        using Connector connector = new(settings.Network, settings.TimeProvider, settings.BaseUrl, settings.ConnectTo);
        using SocketsHttpHandler handler = PrimaryHandlers.CreateNoticing(settings, connector);
        RemoteCertificateValidationCallback? check = handler.SslOptions.RemoteCertificateValidationCallback;
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            expires = certificate is X509Certificate2 known ? known.NotAfter : expires;
            return check?.Invoke(sender, certificate, chain, errors) ?? errors == SslPolicyErrors.None;
        };
        using HttpMessageInvoker client = new(handler);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_patience);
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, $"{address}/job/none");
            using HttpResponseMessage response = await client.SendAsync(request, limit.Token).ConfigureAwait(false);
            findings.Good("service", string.Create(CultureInfo.InvariantCulture, $"{address} responds in {watch.Elapsed.TotalMilliseconds:0} ms."));
            Tls(findings, address, expires);
            Clock(findings, response.Headers.Date);
            return new Reach(null, IsTold: false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Reach($"{address} does not respond within {s_patience.TotalSeconds:0} seconds.", IsTold: false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            NetworkFailure failure = new(settings);
            string words = failure.Describe(exception);
            if (!failure.IsTls(exception))
            {
                return new Reach($"{address} cannot be reached: {words}.", IsTold: false);
            }

            findings.Problem("TLS", $"{address}: {GlobalOptions.WithNames(words)}.{TlsAdvice.For(exception, words)}");
            return new Reach("", IsTold: true);
        }
    }

    static void Tls(Findings findings, string address, DateTimeOffset? expires)
    {
        if (!address.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            findings.Good("TLS", "The connection is not encrypted (http).");
        }
        else if (expires is { } end)
        {
            TimeSpan left = end - TimeProvider.System.GetUtcNow();
            string text = string.Create(CultureInfo.InvariantCulture, $"The certificate of the service is trusted and valid until {end:yyyy-MM-dd}");
            if (left < s_expiresSoon)
            {
                findings.Note("TLS", $"{text}, which is soon.");
            }
            else
            {
                findings.Good("TLS", $"{text}.");
            }
        }
    }

    static void Clock(Findings findings, DateTimeOffset? service)
    {
        if (service is not { } there)
        {
            findings.Note("clock", "The service does not tell its time.");
            return;
        }

        TimeSpan difference = TimeProvider.System.GetUtcNow() - there;
        string words = $"{RunCount.Clock(difference.Duration())} {(difference < TimeSpan.Zero ? "behind" : "ahead of")}";
        if (difference.Duration() > s_clockTolerance)
        {
            findings.Problem("clock", $"This machine's clock is {words} that of the service. Webhooks and presigned URLs are then refused.");
        }
        else
        {
            findings.Good("clock", "This machine's clock agrees with that of the service.");
        }
    }

    static async Task<bool> KeyAsync(Findings findings, GlobalOptions globals, ParseResult arguments, Terminal terminal, Reach service, CancellationToken stop)
    {
        string source = "";
        try
        {
            source = globals.KeySource(arguments);
            using PulseClient client = globals.CreateClient(arguments, terminal, stop);
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(s_patience);
            await LoginCommand.TryAsync(client, limit.Token).ConfigureAwait(false);
            if (service.Trouble is { } passed)
            {
                findings.Note("service", $"{passed} Tried again, it responds.");
            }

            findings.Good("key", $"The service accepts the API key from {source}.");
            if (ConfigFolder.KeyFile(ConfiguredArguments.ProfileOf(globals.Profile(arguments))) is { } file && source.Contains(file, StringComparison.Ordinal) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            {
                findings.Problem("key", $"Other users can read {file}: chmod 600 {file}");
            }

            return true;
        }
        catch (Exception exception) when (exception is PulseException { Code: PulseErrorCode.MissingApiKey } or UsageException)
        {
            service.Tell(findings);
            findings.Problem("key", exception is PulseException failure ? GlobalOptions.MessageOf(failure) : exception.Message);
            return false;
        }
        catch (PulseException exception) when (exception.Code is PulseErrorCode.Unauthorized or PulseErrorCode.Forbidden)
        {
            findings.Problem("key", $"The service refuses the API key from {source}: {GlobalOptions.MessageOf(exception)}");
            return false;
        }
        catch (Exception exception) when (exception is PulseException or OperationCanceledException)
        {
            service.Tell(findings);
            if (service.Trouble is null)
            {
                findings.Problem("key", exception is PulseException known ? GlobalOptions.MessageOf(known) : "The service does not respond in time.");
            }
            else
            {
                findings.Note("key", $"The API key from {source} could not be tried.");
            }

            return true;
        }
    }

    /// <summary>How the first request to the service went.</summary>
    /// <param name="Trouble">A sentence about why there was no response; null when there was one.</param>
    /// <param name="IsTold">Whether the trouble was told of: another request would meet the same.</param>
    readonly record struct Reach(string? Trouble, bool IsTold)
    {
        internal void Tell(Findings findings)
        {
            if (Trouble is not null && !IsTold)
            {
                findings.Problem("service", Trouble);
            }
        }
    }

    /// <summary>What was found, one sentence a line.</summary>
    sealed class Findings(Terminal terminal, bool json)
    {
        internal int Problems { get; private set; }

        internal void Good(string what, string text) => Write("ok", what, text);

        internal void Note(string what, string text) => Write("note", what, text);

        internal void Problem(string what, string text)
        {
            Problems++;
            Write("problem", what, text);
        }

        internal void Say(string text)
        {
            if (!json)
            {
                terminal.Output.Write($"{text}\n");
            }
        }

        void Write(string state, string what, string text)
        {
            text = Printable.Line(text);
            terminal.Output.Write(json
                ? $"{{\"check\":\"{what}\",\"state\":\"{state}\",\"text\":\"{System.Text.Json.JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"}}\n"
                : $"{state,-8} {what}: {text}\n");
        }
    }
}
