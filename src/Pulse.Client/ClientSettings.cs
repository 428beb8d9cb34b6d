using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pulse.Client.Http;

namespace Pulse.Client;

/// <summary>The options after defaults, environment and validation: what the engine works with.</summary>
sealed partial class ClientSettings
{
    internal const string DefaultBaseUrl = "https://api.runpulse.com";

    ClientSettings(Uri baseUrl) => BaseUrl = baseUrl;

    internal Uri BaseUrl { get; }

    internal string? ApiKey { get; private init; }

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

    /// <summary>See <see cref="OutgoingRequest.GentleStop"/>; of all submits.</summary>
    internal CancellationToken GentleStop { get; set; }

    /// <summary>The file behind <see cref="Roots"/>, for messages.</summary>
    internal string? CaFile { get; private init; }

    /// <summary>The only trusted roots; null for those of the machine.</summary>
    internal X509Certificate2Collection? Roots { get; private init; }

    /// <summary>How the roots of the machine are found; null where the framework does.</summary>
    internal MachineRoots? MachineRoots { get; set; }

    internal SslStreamCertificateContext? ClientCertificate { get; private init; }

    internal ClientCertificateDemand CertificateDemand { get; } = new();

    internal ClientProxy? Proxy { get; private init; }

    /// <summary>Where connections to the service go in place of its URL's host and port.</summary>
    internal ServiceAddress? ConnectTo { get; private init; }

    /// <summary>Where runs keep large results that are not delivered yet, when there is no <see cref="LargeResultFolder"/>; null for nowhere.</summary>
    internal string? StateFolder { get; private init; }

    /// <summary>Whether large results are kept nowhere, by runs neither: the folder is empty text.</summary>
    internal bool KeepsNoLargeResults { get; private init; }

    /// <summary>What must never appear in an error or a log.</summary>
    internal IEnumerable<string?> Secrets => [ApiKey, .. Proxy?.Secrets ?? []];

    /// <exception cref="PulseConfigurationException">An option or an environment variable is invalid; the message names it.</exception>
    internal static ClientSettings Resolve(PulseClientOptions options, Func<string, string?> environment) =>
        Read(options, new OptionReader(environment));

    /// <summary>All that <see cref="Resolve"/> would refuse, where that stops at the first.</summary>
    internal static IReadOnlyList<string> Problems(PulseClientOptions options, Func<string, string?> environment)
    {
        List<string> problems = [];
        Read(options, new OptionReader(environment, problems));
        return problems;
    }

    static ClientSettings Read(PulseClientOptions options, OptionReader reader)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        ServiceAddress? connectTo = reader.Check(() => ServiceAddress.Parse(options.ConnectTo));
        Uri? baseUrl = reader.Check(() => ResolveBaseUrl(options, reader, connectTo));
        ClientSettings settings = new(baseUrl ?? new Uri(DefaultBaseUrl))
        {
            ApiKey = reader.Check(() => ResolveApiKey(options, reader)),
            UserAgent = reader.Check(() => ResolveUserAgent(options.UserAgent)) ?? "",
            Headers = reader.Check(() => RequestHeaders.Resolve(options.Headers)) ?? [],
            Logger = options.LoggerFactory?.CreateLogger("Pulse.Client") ?? NullLogger.Instance,
            TimeProvider = options.TimeProvider,
            Randomizer = options.Randomizer ?? NewRandomizer(),
            PrimaryHandler = options.PrimaryHandler,
            CaFile = OptionReader.NullIfBlank(options.CaFile),
            Roots = reader.Check(() => ResolveRoots(options)),
            ClientCertificate = reader.Check(() => ResolveClientCertificate(options)),
            StateFolder = Results.StateFolder.Of(reader.Environment),
            KeepsNoLargeResults = options.LargeResultFolder is { } folder && OptionReader.NullIfBlank(folder) is null,
            Proxy = reader.Check(() => ResolveProxy(options, reader, baseUrl, connectTo)),
            ConnectTo = connectTo,
        };
        settings.ReadDescribed(options, reader);
        return settings;
    }

    static Uri ResolveBaseUrl(PulseClientOptions options, OptionReader reader, ServiceAddress? connectTo)
    {
        string source = options.BaseUrl is null ? "PULSE_BASE_URL" : "BaseUrl";
        string text = options.BaseUrl ?? reader.Variable("PULSE_BASE_URL") ?? DefaultBaseUrl;
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw Invalid($"{source} must be an absolute http:// or https:// URL.");
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0)
        {
            throw Invalid($"{source} must not have a query, a fragment or credentials.");
        }

        if (url.Scheme == Uri.UriSchemeHttp && !options.AllowInsecureHttp && !(connectTo?.IsLocal ?? url.IsLoopback))
        {
            throw Invalid($"{source} uses http:// with another machine, which would send the API key unencrypted. Use https://, or set AllowInsecureHttp.");
        }

        return new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }

    static string? ResolveApiKey(PulseClientOptions options, OptionReader reader)
    {
        string source = options.ApiKey is null ? "PULSE_API_KEY" : "ApiKey";
        string? key = OptionReader.NullIfBlank(options.ApiKey ?? reader.Variable("PULSE_API_KEY"))?.Trim();
        if (key is not null && key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            // The value stays out of the message: it may be a real key with a stray character.
            throw Invalid($"{source} contains characters that are not allowed in an API key (whitespace, control characters or non-ASCII characters).");
        }

        return key;
    }

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
        OptionReader.NullIfBlank(options.CaFile) is { } file ? TlsFiles.LoadRoots(file) : null;

    static SslStreamCertificateContext? ResolveClientCertificate(PulseClientOptions options)
    {
        string? keyFile = OptionReader.NullIfBlank(options.ClientKeyFile);
        return OptionReader.NullIfBlank(options.ClientCertificateFile) is { } file ? TlsFiles.LoadClientCertificate(file, keyFile)
            : keyFile is null ? null
            : throw Invalid("ClientKeyFile is set without ClientCertificateFile.");
    }

    static ClientProxy? ResolveProxy(PulseClientOptions options, OptionReader reader, Uri? baseUrl, ServiceAddress? connectTo)
    {
        if (connectTo is not null)
        {
            return string.IsNullOrWhiteSpace(options.Proxy) ? null : throw Invalid("Proxy and ConnectTo are both set; connections go either to the one or to the other.");
        }

        ClientProxy? proxy = ClientProxy.Resolve(options, reader.Environment);
        bool exposed = baseUrl?.Scheme == Uri.UriSchemeHttp && !options.AllowInsecureHttp && proxy?.For(baseUrl) is { Address.IsLoopback: false };
        return !exposed ? proxy : throw Invalid("Proxy is another machine and the service uses http://, so the API key would be sent unencrypted. Use https://, or set AllowInsecureHttp.");
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

    static PulseConfigurationException Invalid(string message) => new(PulseErrorCode.InvalidArgument, message);
}
