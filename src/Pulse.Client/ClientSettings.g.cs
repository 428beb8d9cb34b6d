// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
namespace Pulse.Client;

sealed partial class ClientSettings
{
    /// <summary><see cref="PulseClientOptions.Timeout"/>; default 60 s.</summary>
    internal TimeSpan Timeout { get; private set; }

    /// <summary><see cref="PulseClientOptions.ProcessTimeout"/>; default 10 minutes.</summary>
    internal TimeSpan ProcessTimeout { get; private set; }

    /// <summary><see cref="PulseClientOptions.ConnectTimeout"/>; default 15 s.</summary>
    internal TimeSpan ConnectTimeout { get; private set; }

    /// <summary><see cref="PulseClientOptions.MaxRetries"/>; default 2.</summary>
    internal int MaxRetries { get; private set; }

    /// <summary><see cref="PulseClientOptions.MaxConnections"/>; default 64.</summary>
    internal int MaxConnections { get; private set; }

    /// <summary><see cref="PulseClientOptions.MaxConcurrentPolls"/>; default 32.</summary>
    internal int MaxConcurrentPolls { get; private set; }

    /// <summary><see cref="PulseClientOptions.MaxRequestsPerSecond"/>; default unlimited.</summary>
    internal double MaxRequestsPerSecond { get; private set; }

    /// <summary><see cref="PulseClientOptions.AllowInsecureHttp"/>; default none.</summary>
    internal bool AllowInsecureHttp { get; private set; }

    /// <summary><see cref="PulseClientOptions.FollowLargeResults"/>; default true.</summary>
    internal bool FollowLargeResults { get; private set; }

    /// <summary><see cref="PulseClientOptions.RetrySubmits"/>; default none.</summary>
    internal bool RetrySubmits { get; private set; }

    /// <summary><see cref="PulseClientOptions.ValidateResults"/>; default none.</summary>
    internal bool ValidateResults { get; private set; }

    /// <summary><see cref="PulseClientOptions.KeepResponseHeaders"/>; default none.</summary>
    internal bool KeepResponseHeaders { get; private set; }

    /// <summary><see cref="PulseClientOptions.CallTimeout"/>; default none.</summary>
    internal TimeSpan? CallTimeout { get; private set; }

    /// <summary><see cref="PulseClientOptions.IdleTimeout"/>; default 60 s.</summary>
    internal TimeSpan IdleTimeout { get; private set; }

    /// <summary><see cref="PulseClientOptions.LargeResultFolder"/>; default none.</summary>
    internal string? LargeResultFolder { get; private set; }

    /// <summary><see cref="PulseClientOptions.MaxResponseBytes"/>; default 1 GiB.</summary>
    internal int MaxResponseBytes { get; private set; }

    void ReadDescribed(PulseClientOptions options, OptionReader reader)
    {
        Timeout = reader.Duration("Timeout", options.Timeout, "PULSE_TIMEOUT") ?? TimeSpan.FromSeconds(60);
        ProcessTimeout = reader.Duration("ProcessTimeout", options.ProcessTimeout) ?? TimeSpan.FromMinutes(10);
        ConnectTimeout = reader.Duration("ConnectTimeout", options.ConnectTimeout) ?? TimeSpan.FromSeconds(15);
        MaxRetries = reader.Count("MaxRetries", options.MaxRetries, "PULSE_MAX_RETRIES", 0, 20) ?? 2;
        MaxConnections = reader.Count("MaxConnections", options.MaxConnections, 1, 10_000);
        MaxConcurrentPolls = reader.Count("MaxConcurrentPolls", options.MaxConcurrentPolls, 1, 10_000);
        MaxRequestsPerSecond = reader.Rate("MaxRequestsPerSecond", options.MaxRequestsPerSecond, 0.001, 1_000_000, "must be 0 (unlimited), or from 0.001 (one request in 1 000 s) to 1 000 000");
        AllowInsecureHttp = options.AllowInsecureHttp;
        FollowLargeResults = options.FollowLargeResults;
        RetrySubmits = options.RetrySubmits;
        ValidateResults = options.ValidateResults;
        KeepResponseHeaders = options.KeepResponseHeaders;
        CallTimeout = reader.Duration("CallTimeout", options.CallTimeout);
        IdleTimeout = reader.Duration("IdleTimeout", options.IdleTimeout) ?? TimeSpan.FromSeconds(60);
        LargeResultFolder = OptionReader.NullIfBlank(options.LargeResultFolder);
        MaxResponseBytes = reader.Count("MaxResponseBytes", options.MaxResponseBytes, 1024, 2_000_000_000);
    }
}
