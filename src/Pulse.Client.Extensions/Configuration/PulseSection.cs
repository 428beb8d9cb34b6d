namespace Pulse.Client.Extensions.Configuration;

/// <summary>
/// What a section of the configuration may say: the options that can be written down. Not <see cref="PulseClientOptions"/>
/// itself, as its clock, handler and factories are nothing for a generated binder, and there "not said" could not be told
/// from a default. Times are text, as a plain number means seconds here.
/// </summary>
sealed class PulseSection
{
    internal static HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        nameof(ApiKey), nameof(BaseUrl), nameof(Timeout), nameof(CallTimeout), nameof(IdleTimeout), nameof(ProcessTimeout), nameof(ConnectTimeout), nameof(MaxRetries),
        nameof(MaxConnections), nameof(MaxConcurrentPolls), nameof(MaxRequestsPerSecond), nameof(MaxResponseBytes),
        nameof(AllowInsecureHttp), nameof(FollowLargeResults), nameof(LargeResultFolder), nameof(RetrySubmits), nameof(ValidateResults), nameof(UserAgent), nameof(Headers), nameof(KeepResponseHeaders),
        nameof(CaFile), nameof(ClientCertificateFile), nameof(ClientKeyFile), nameof(Proxy),
    };

    public string? ApiKey { get; set; }

    public string? BaseUrl { get; set; }

    public string? Timeout { get; set; }

    public string? CallTimeout { get; set; }

    public string? IdleTimeout { get; set; }

    public string? ProcessTimeout { get; set; }

    public string? ConnectTimeout { get; set; }

    public int? MaxRetries { get; set; }

    public int? MaxConnections { get; set; }

    public int? MaxConcurrentPolls { get; set; }

    public double? MaxRequestsPerSecond { get; set; }

    public int? MaxResponseBytes { get; set; }

    public bool? AllowInsecureHttp { get; set; }

    public bool? FollowLargeResults { get; set; }

    public string? LargeResultFolder { get; set; }

    public bool? RetrySubmits { get; set; }

    public bool? ValidateResults { get; set; }

    public string? UserAgent { get; set; }

    public Dictionary<string, string>? Headers { get; set; }

    public bool? KeepResponseHeaders { get; set; }

    public string? CaFile { get; set; }

    public string? ClientCertificateFile { get; set; }

    public string? ClientKeyFile { get; set; }

    public string? Proxy { get; set; }
}
