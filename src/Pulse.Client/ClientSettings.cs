using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pulse.Client.Http;

namespace Pulse.Client;

/// <summary>The options after defaults, environment and validation: what the engine works with.</summary>
sealed class ClientSettings
{
    internal const string DefaultBaseUrl = "https://api.runpulse.com";

    static readonly TimeSpan s_longestTimeout = TimeSpan.FromDays(24);

    ClientSettings(Uri baseUrl) => BaseUrl = baseUrl;

    internal Uri BaseUrl { get; }

    internal string? ApiKey { get; private init; }

    internal TimeSpan Timeout { get; private init; }

    internal TimeSpan ProcessTimeout { get; private init; }

    /// <summary>Null for none.</summary>
    internal TimeSpan? CallTimeout { get; private init; }

    internal TimeSpan IdleTimeout { get; private init; }

    internal TimeSpan ConnectTimeout { get; private init; }

    internal int MaxRetries { get; private init; }

    internal int MaxConnections { get; private init; }

    internal int MaxConcurrentPolls { get; private init; }

    internal double MaxRequestsPerSecond { get; private init; }

    internal int MaxResponseBytes { get; private init; }

    internal bool FollowLargeResults { get; private init; }

    internal string? LargeResultFolder { get; private init; }

    internal bool RetrySubmits { get; private init; }

    internal bool ValidateResults { get; private init; }

    internal bool KeepResponseHeaders { get; private init; }

    internal required string UserAgent { get; init; }

    /// <summary>The caller's own headers.</summary>
    internal required KeyValuePair<string, string>[] Headers { get; init; }

    internal required ILogger Logger { get; init; }

    internal required TimeProvider TimeProvider { get; init; }

    internal required Func<double> Randomizer { get; init; }

    internal HttpMessageHandler? PrimaryHandler { get; private init; }

    /// <summary>Called before each request with https, of whatever origin; throws where there can be none on this machine.</summary>
    internal Action? RequireTls { get; set; }

    /// <summary>How names are resolved and sockets connected.</summary>
    internal NetworkAccess Network { get; set; } = NetworkAccess.System;

    /// <summary>The file behind <see cref="Roots"/>, for messages.</summary>
    internal string? CaFile { get; private init; }

    /// <summary>The only trusted roots; null for those of the machine.</summary>
    internal X509Certificate2Collection? Roots { get; private init; }

    internal SslStreamCertificateContext? ClientCertificate { get; private init; }

    internal ClientCertificateDemand CertificateDemand { get; } = new();

    internal ClientProxy? Proxy { get; private init; }

    /// <summary>What must never appear in an error or a log.</summary>
    internal IEnumerable<string?> Secrets => [ApiKey, .. Proxy?.Secrets ?? []];

    internal static ClientSettings Resolve(PulseClientOptions options, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        Uri baseUrl = ResolveBaseUrl(options, environment);
        return new ClientSettings(baseUrl)
        {
            ApiKey = ResolveApiKey(options, environment),
            Timeout = ResolveTimeout(options, environment),
            ProcessTimeout = ResolveProcessTimeout(options),
            CallTimeout = ResolveCallTimeout(options),
            IdleTimeout = ResolveIdleTimeout(options),
            ConnectTimeout = ResolveConnectTimeout(options),
            MaxRetries = ResolveMaxRetries(options, environment),
            MaxConnections = CheckRange("MaxConnections", options.MaxConnections, 1, 10_000),
            MaxConcurrentPolls = CheckRange("MaxConcurrentPolls", options.MaxConcurrentPolls, 1, 10_000),
            MaxRequestsPerSecond = CheckRate(options.MaxRequestsPerSecond),
            MaxResponseBytes = CheckRange("MaxResponseBytes", options.MaxResponseBytes, 1024, 2_000_000_000),
            FollowLargeResults = options.FollowLargeResults,
            LargeResultFolder = options.LargeResultFolder,
            RetrySubmits = options.RetrySubmits,
            ValidateResults = options.ValidateResults,
            KeepResponseHeaders = options.KeepResponseHeaders,
            UserAgent = ResolveUserAgent(options.UserAgent),
            Headers = RequestHeaders.Resolve(options.Headers),
            Logger = options.LoggerFactory?.CreateLogger("Pulse.Client") ?? NullLogger.Instance,
            TimeProvider = options.TimeProvider,
            Randomizer = options.Randomizer ?? NewRandomizer(),
            PrimaryHandler = options.PrimaryHandler,
            CaFile = NullIfBlank(options.CaFile),
            Roots = ResolveRoots(options),
            ClientCertificate = ResolveClientCertificate(options),
            Proxy = ResolveProxy(options, environment, baseUrl),
        };
    }

    /// <summary>All that <see cref="Resolve"/> would refuse, where that stops at the first.</summary>
    internal static IReadOnlyList<string> Problems(PulseClientOptions options, Func<string, string?> environment)
    {
        List<string> problems = [];
        Collect(() => ResolveBaseUrl(options, environment));
        Collect(() => ResolveApiKey(options, environment));
        Collect(() => ResolveTimeout(options, environment));
        Collect(() => ResolveProcessTimeout(options));
        Collect(() => ResolveCallTimeout(options));
        Collect(() => ResolveIdleTimeout(options));
        Collect(() => ResolveConnectTimeout(options));
        Collect(() => ResolveMaxRetries(options, environment));
        Collect(() => CheckRange("MaxConnections", options.MaxConnections, 1, 10_000));
        Collect(() => CheckRange("MaxConcurrentPolls", options.MaxConcurrentPolls, 1, 10_000));
        Collect(() => CheckRate(options.MaxRequestsPerSecond));
        Collect(() => CheckRange("MaxResponseBytes", options.MaxResponseBytes, 1024, 2_000_000_000));
        Collect(() => ResolveUserAgent(options.UserAgent));
        Collect(() => RequestHeaders.Resolve(options.Headers));
        Collect(() => ResolveRoots(options));
        Collect(() => ResolveClientCertificate(options));
        Collect(() => ClientProxy.Resolve(options, environment));

        // What is not listed above is still found, if it is alone.
        Collect(() => Resolve(options, environment));
        return problems;

        void Collect(Action check)
        {
            try
            {
                check();
            }
            catch (PulseConfigurationException exception)
            {
                if (!problems.Contains(exception.Message))
                {
                    problems.Add(exception.Message);
                }
            }
        }
    }

    static Uri ResolveBaseUrl(PulseClientOptions options, Func<string, string?> environment)
    {
        string source = options.BaseUrl is null ? "PULSE_BASE_URL" : "BaseUrl";
        string text = options.BaseUrl ?? NullIfBlank(environment("PULSE_BASE_URL")) ?? DefaultBaseUrl;
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw Invalid($"{source} must be an absolute http:// or https:// URL.");
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            throw Invalid($"{source} must not have a query, a fragment or credentials.");
        }

        if (url.Scheme == Uri.UriSchemeHttp && !options.AllowInsecureHttp && !url.IsLoopback)
        {
            throw Invalid($"{source} uses http:// with another machine, where the API key could be read on the way; use https://, or set AllowInsecureHttp.");
        }

        return new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }

    static string? ResolveApiKey(PulseClientOptions options, Func<string, string?> environment)
    {
        string source = options.ApiKey is null ? "PULSE_API_KEY" : "ApiKey";
        string? key = NullIfBlank(options.ApiKey ?? environment("PULSE_API_KEY"))?.Trim();
        if (key is not null && key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            // The value stays out of the message: it may be a real key with a stray character.
            throw Invalid($"{source} holds characters that cannot be part of an API key (blanks, control characters or non-ASCII letters).");
        }

        return key;
    }

    static TimeSpan ResolveTimeout(PulseClientOptions options, Func<string, string?> environment) =>
        CheckTimeout("Timeout", options.Timeout ?? EnvironmentSeconds(environment, "PULSE_TIMEOUT") ?? TimeSpan.FromSeconds(60));

    static TimeSpan ResolveProcessTimeout(PulseClientOptions options) => CheckTimeout("ProcessTimeout", options.ProcessTimeout ?? TimeSpan.FromMinutes(10));

    static TimeSpan? ResolveCallTimeout(PulseClientOptions options) => options.CallTimeout is { } limit ? CheckTimeout("CallTimeout", limit) : null;

    static TimeSpan ResolveIdleTimeout(PulseClientOptions options) => CheckTimeout("IdleTimeout", options.IdleTimeout ?? TimeSpan.FromSeconds(60));

    static TimeSpan ResolveConnectTimeout(PulseClientOptions options) => CheckTimeout("ConnectTimeout", options.ConnectTimeout ?? TimeSpan.FromSeconds(15));

    static int ResolveMaxRetries(PulseClientOptions options, Func<string, string?> environment) =>
        CheckRange("MaxRetries", options.MaxRetries ?? EnvironmentInteger(environment, "PULSE_MAX_RETRIES") ?? 2, 0, 20);

    static string ResolveUserAgent(string? own)
    {
        string version = typeof(ClientSettings).Assembly.GetName().Version?.ToString(3) ?? "0";
        string library = $"pulse-native/{version}";
        if (string.IsNullOrWhiteSpace(own))
        {
            return library;
        }

        if (own.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw Invalid("UserAgent must be printable ASCII without line breaks.");
        }

        return $"{own.Trim()} {library}";
    }

    static X509Certificate2Collection? ResolveRoots(PulseClientOptions options) =>
        NullIfBlank(options.CaFile) is { } file ? TlsFiles.LoadRoots(file) : null;

    static SslStreamCertificateContext? ResolveClientCertificate(PulseClientOptions options)
    {
        string? keyFile = NullIfBlank(options.ClientKeyFile);
        return NullIfBlank(options.ClientCertificateFile) is { } file ? TlsFiles.LoadClientCertificate(file, keyFile)
            : keyFile is null ? null
            : throw Invalid("ClientKeyFile is set without ClientCertificateFile.");
    }

    static ClientProxy? ResolveProxy(PulseClientOptions options, Func<string, string?> environment, Uri baseUrl)
    {
        ClientProxy? proxy = ClientProxy.Resolve(options, environment);
        bool exposed = baseUrl.Scheme == Uri.UriSchemeHttp && !options.AllowInsecureHttp && proxy?.For(baseUrl) is { Address.IsLoopback: false };
        return !exposed ? proxy : throw Invalid("Proxy is another machine, which would be sent the API key readable, as the service is reached with http://; use https://, or set AllowInsecureHttp.");
    }

    static TimeSpan CheckTimeout(string name, TimeSpan value) =>
        value > TimeSpan.Zero && value <= s_longestTimeout
            ? value
            : throw Invalid($"{name} must be more than zero and at most 24 days.");

    static int CheckRange(string name, int value, int minimum, int maximum) =>
        value >= minimum && value <= maximum
            ? value
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{name} must be from {minimum} to {maximum}, not {value}."));

    static double CheckRate(double value) =>
        value is 0 or (>= 0.001 and <= 1_000_000)
            ? value
            : throw Invalid("MaxRequestsPerSecond must be 0 (unlimited), or from 0.001 (one request in 1 000 s) to 1 000 000.");

    static TimeSpan? EnvironmentSeconds(Func<string, string?> environment, string name)
    {
        string? text = NullIfBlank(environment(name));
        if (text is null)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 && seconds <= s_longestTimeout.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid($"The environment variable {name} must be a number of seconds, more than zero.");
    }

    static int? EnvironmentInteger(Func<string, string?> environment, string name)
    {
        string? text = NullIfBlank(environment(name));
        if (text is null)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Invalid($"The environment variable {name} must be a whole number.");
    }

    static Func<double> NewRandomizer()
    {
        Random random = new();
        return () =>
        {
            lock (random)
            {
                return random.NextDouble();
            }
        };
    }

    static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    static PulseConfigurationException Invalid(string message) => new(PulseErrorCode.InvalidArgument, message);
}
