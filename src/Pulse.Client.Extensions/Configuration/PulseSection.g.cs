// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
namespace Pulse.Client.Extensions.Configuration;

sealed partial class PulseSection
{
    internal static HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        nameof(ApiKey),
        nameof(BaseUrl),
        nameof(Timeout),
        nameof(ProcessTimeout),
        nameof(ConnectTimeout),
        nameof(MaxRetries),
        nameof(MaxConnections),
        nameof(UserAgent),
        nameof(MaxConcurrentPolls),
        nameof(MaxRequestsPerSecond),
        nameof(CaFile),
        nameof(ClientCertificateFile),
        nameof(ClientKeyFile),
        nameof(Proxy),
        nameof(Headers),
        nameof(AllowInsecureHttp),
        nameof(FollowLargeResults),
        nameof(RetrySubmits),
        nameof(ValidateResults),
        nameof(KeepResponseHeaders),
        nameof(CallTimeout),
        nameof(IdleTimeout),
        nameof(LargeResultFolder),
        nameof(MaxResponseBytes),
        nameof(ConnectTo),
    };

    public string? ApiKey { get; set; }

    public string? BaseUrl { get; set; }

    public string? Timeout { get; set; }

    public string? ProcessTimeout { get; set; }

    public string? ConnectTimeout { get; set; }

    public int? MaxRetries { get; set; }

    public int? MaxConnections { get; set; }

    public string? UserAgent { get; set; }

    public int? MaxConcurrentPolls { get; set; }

    public double? MaxRequestsPerSecond { get; set; }

    public string? CaFile { get; set; }

    public string? ClientCertificateFile { get; set; }

    public string? ClientKeyFile { get; set; }

    public string? Proxy { get; set; }

    public Dictionary<string, string>? Headers { get; set; }

    public bool? AllowInsecureHttp { get; set; }

    public bool? FollowLargeResults { get; set; }

    public bool? RetrySubmits { get; set; }

    public bool? ValidateResults { get; set; }

    public bool? KeepResponseHeaders { get; set; }

    public string? CallTimeout { get; set; }

    public string? IdleTimeout { get; set; }

    public string? LargeResultFolder { get; set; }

    public int? MaxResponseBytes { get; set; }

    public string? ConnectTo { get; set; }

    /// <summary>Sets the options that the section names; a blank value says nothing.</summary>
    internal void CopyTo(PulseClientOptions options, SectionReader reader)
    {
        options.ApiKey = SectionReader.Text(ApiKey) ?? options.ApiKey;
        options.BaseUrl = SectionReader.Text(BaseUrl) ?? options.BaseUrl;
        options.Timeout = reader.Time(nameof(Timeout), Timeout) ?? options.Timeout;
        options.ProcessTimeout = reader.Time(nameof(ProcessTimeout), ProcessTimeout) ?? options.ProcessTimeout;
        options.ConnectTimeout = reader.Time(nameof(ConnectTimeout), ConnectTimeout) ?? options.ConnectTimeout;
        options.MaxRetries = MaxRetries ?? options.MaxRetries;
        options.MaxConnections = MaxConnections ?? options.MaxConnections;
        options.UserAgent = SectionReader.Text(UserAgent) ?? options.UserAgent;
        options.MaxConcurrentPolls = MaxConcurrentPolls ?? options.MaxConcurrentPolls;
        options.MaxRequestsPerSecond = MaxRequestsPerSecond ?? options.MaxRequestsPerSecond;
        options.CaFile = SectionReader.Text(CaFile) ?? options.CaFile;
        options.ClientCertificateFile = SectionReader.Text(ClientCertificateFile) ?? options.ClientCertificateFile;
        options.ClientKeyFile = SectionReader.Text(ClientKeyFile) ?? options.ClientKeyFile;
        options.Proxy = SectionReader.Text(Proxy) ?? options.Proxy;
        options.AllowInsecureHttp = AllowInsecureHttp ?? options.AllowInsecureHttp;
        options.FollowLargeResults = FollowLargeResults ?? options.FollowLargeResults;
        options.RetrySubmits = RetrySubmits ?? options.RetrySubmits;
        options.ValidateResults = ValidateResults ?? options.ValidateResults;
        options.KeepResponseHeaders = KeepResponseHeaders ?? options.KeepResponseHeaders;
        options.CallTimeout = reader.Time(nameof(CallTimeout), CallTimeout) ?? options.CallTimeout;
        options.IdleTimeout = reader.Time(nameof(IdleTimeout), IdleTimeout) ?? options.IdleTimeout;
        options.LargeResultFolder = SectionReader.Text(LargeResultFolder) ?? options.LargeResultFolder;
        options.MaxResponseBytes = MaxResponseBytes ?? options.MaxResponseBytes;
        options.ConnectTo = SectionReader.Text(ConnectTo) ?? options.ConnectTo;
    }
}
