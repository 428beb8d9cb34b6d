// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
using Pulse.Client;
using Pulse.Native.Interop;

namespace Pulse.Native.Exports;

/// <summary>Options as C hands them in, without headers and callbacks.</summary>
static unsafe class OptionConversions
{
    const uint AllFlags = Constants.AllowInsecureHttp | Constants.KeepLargeLinks | Constants.RetrySubmits | Constants.ValidateResults | Constants.KeepHeaders;

    internal static PulseClientOptions ToOptions(in ClientOptions given)
    {
        if ((given.Flags & ~AllFlags) != 0)
        {
            throw new ArgumentException("options.flags has bits that this library does not know.");
        }

        PulseClientOptions options = new();
        options.ApiKey = Interop.Read.OptionalText(given.ApiKey, "options.api_key") ?? options.ApiKey;
        options.BaseUrl = Interop.Read.OptionalText(given.BaseUrl, "options.base_url") ?? options.BaseUrl;
        options.Timeout = Interop.Read.Duration(given.TimeoutMs, "options.timeout_ms") ?? options.Timeout;
        options.ProcessTimeout = Interop.Read.Duration(given.ProcessTimeoutMs, "options.process_timeout_ms") ?? options.ProcessTimeout;
        options.ConnectTimeout = Interop.Read.Duration(given.ConnectTimeoutMs, "options.connect_timeout_ms") ?? options.ConnectTimeout;
        options.MaxRetries = Interop.Read.CountOrZero(given.MaxRetries, "options.max_retries", "PULSE_NO_RETRIES") ?? options.MaxRetries;
        options.MaxConnections = Interop.Read.Count(given.MaxConnections, "options.max_connections") ?? options.MaxConnections;
        options.UserAgent = Interop.Read.OptionalText(given.UserAgent, "options.user_agent") ?? options.UserAgent;
        options.MaxConcurrentPolls = Interop.Read.Count(given.MaxConcurrentPolls, "options.max_concurrent_polls") ?? options.MaxConcurrentPolls;
        options.MaxRequestsPerSecond = Interop.Read.Number(given.MaxRequestsPerSecond, "options.max_requests_per_second") ?? options.MaxRequestsPerSecond;
        options.CaFile = Interop.Read.OptionalPath(given.CaFile, "options.ca_file") ?? options.CaFile;
        options.ClientCertificateFile = Interop.Read.OptionalPath(given.ClientCertificateFile, "options.client_certificate_file") ?? options.ClientCertificateFile;
        options.ClientKeyFile = Interop.Read.OptionalPath(given.ClientKeyFile, "options.client_key_file") ?? options.ClientKeyFile;
        options.Proxy = Interop.Read.OptionalText(given.Proxy, "options.proxy") ?? options.Proxy;
        options.AllowInsecureHttp = (given.Flags & Constants.AllowInsecureHttp) != 0;
        options.FollowLargeResults = (given.Flags & Constants.KeepLargeLinks) == 0;
        options.RetrySubmits = (given.Flags & Constants.RetrySubmits) != 0;
        options.ValidateResults = (given.Flags & Constants.ValidateResults) != 0;
        options.KeepResponseHeaders = (given.Flags & Constants.KeepHeaders) != 0;
        options.CallTimeout = Interop.Read.Duration(given.CallTimeoutMs, "options.call_timeout_ms") ?? options.CallTimeout;
        options.IdleTimeout = Interop.Read.Duration(given.IdleTimeoutMs, "options.idle_timeout_ms") ?? options.IdleTimeout;
        options.LargeResultFolder = Interop.Read.OptionalPath(given.LargeResultFolder, "options.large_result_folder") ?? options.LargeResultFolder;
        options.MaxResponseBytes = Interop.Read.Count(given.MaxResponseBytes, "options.max_response_bytes") ?? options.MaxResponseBytes;
        options.ConnectTo = Interop.Read.OptionalText(given.ConnectTo, "options.connect_to") ?? options.ConnectTo;
        return options;
    }

    internal static WaitOptions ToOptions(in WaitOptionsStruct given)
    {
        WaitOptions defaults = new();
        return new WaitOptions
        {
            Timeout = Interop.Read.DurationOrZero(given.TimeoutMs, "options.timeout_ms", "PULSE_NO_LIMIT") ?? defaults.Timeout,
            InitialDelay = Interop.Read.Duration(given.InitialDelayMs, "options.initial_delay_ms") ?? defaults.InitialDelay,
            MaxDelay = Interop.Read.Duration(given.MaxDelayMs, "options.max_delay_ms") ?? defaults.MaxDelay,
            Multiplier = Interop.Read.Number(given.Multiplier, "options.multiplier") ?? defaults.Multiplier,
            Jitter = Interop.Read.NumberOrZero(given.Jitter, "options.jitter") ?? defaults.Jitter,
            MaxAttempts = Interop.Read.Count(given.MaxAttempts, "options.max_attempts") ?? defaults.MaxAttempts,
            ReportEveryPoll = given.EveryPoll != 0,
            Policy = (PollPolicy)given.Policy,
            AdaptiveGoal = (AdaptiveGoal)given.Goal,
            NotFoundGrace = Interop.Read.DurationOrZero(given.NotFoundGraceMs, "options.not_found_grace_ms", "PULSE_NO_GRACE") ?? defaults.NotFoundGrace,
        };
    }

    static readonly Dictionary<string, string> s_names = new()
    {
        ["ApiKey"] = "options.api_key",
        ["BaseUrl"] = "options.base_url",
        ["Timeout"] = "options.timeout_ms",
        ["ProcessTimeout"] = "options.process_timeout_ms",
        ["ConnectTimeout"] = "options.connect_timeout_ms",
        ["MaxRetries"] = "options.max_retries",
        ["MaxConnections"] = "options.max_connections",
        ["UserAgent"] = "options.user_agent",
        ["MaxConcurrentPolls"] = "options.max_concurrent_polls",
        ["MaxRequestsPerSecond"] = "options.max_requests_per_second",
        ["CaFile"] = "options.ca_file",
        ["ClientCertificateFile"] = "options.client_certificate_file",
        ["ClientKeyFile"] = "options.client_key_file",
        ["Proxy"] = "options.proxy",
        ["Headers"] = "options.headers",
        ["AllowInsecureHttp"] = "PULSE_ALLOW_INSECURE_HTTP",
        ["FollowLargeResults"] = "PULSE_KEEP_LARGE_LINKS",
        ["RetrySubmits"] = "PULSE_RETRY_SUBMITS",
        ["ValidateResults"] = "PULSE_VALIDATE_RESULTS",
        ["KeepResponseHeaders"] = "PULSE_KEEP_HEADERS",
        ["CallTimeout"] = "options.call_timeout_ms",
        ["IdleTimeout"] = "options.idle_timeout_ms",
        ["LargeResultFolder"] = "options.large_result_folder",
        ["MaxResponseBytes"] = "options.max_response_bytes",
        ["ConnectTo"] = "options.connect_to",
        ["InitialDelay"] = "options.initial_delay_ms",
        ["MaxDelay"] = "options.max_delay_ms",
        ["Multiplier"] = "options.multiplier",
        ["Jitter"] = "options.jitter",
        ["MaxAttempts"] = "options.max_attempts",
        ["ReportEveryPoll"] = "options.every_poll",
        ["Policy"] = "options.policy",
        ["AdaptiveGoal"] = "options.goal",
        ["NotFoundGrace"] = "options.not_found_grace_ms",
        ["JournalPath"] = "journal",
        ["ResubmitUnknown"] = "resubmit_unknown",
        ["RetryFailed"] = "retry_failed",
    };

    /// <summary>A message of the engine about options, in the names of the header.</summary>
    internal static string InNamesOfC(string message) => OptionNames.Translate(message, s_names);

    internal static string MessageOf(PulseException failure) => OptionNames.MessageOf(failure, s_names);
}
