using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;
using Pulse.Native.Queue;

namespace Pulse.Native.Exports;

static unsafe class ClientExports
{
    [NativeExport("pulse_client_new")]
    internal static PulseClient New(ClientOptions options)
    {
        PulseClientOptions given = Convert(options);
        TlsLibrary.RequireFor(given.BaseUrl ?? HostEnvironment.Get("PULSE_BASE_URL"));
        TlsLibrary.RequireForCertificates(given);
        ClientSettings settings = ClientSettings.Resolve(given, HostEnvironment.Get);
        TlsLibrary.RequireForProxy(settings.Proxy?.UsesTls == true);
        settings.RequireTls = TlsLibrary.RequireForRequest;
        settings.MachineRoots = TrustPlaces.Roots;
        return new PulseClient(settings);
    }

    [NativeExport("pulse_cancel_token_new")]
    internal static CancelToken NewCancelToken() => new();

    [NativeExport("pulse_cancel_token_cancel")]
    internal static void Cancel(CancelToken token) => token.Cancel();

    [NativeExport("pulse_client_with_limits")]
    internal static ClientObject WithLimits(ClientObject client, CancelToken? token, long timeoutMs) =>
        client.With(token, timeoutMs == Constants.NoLimit ? null : Read.Duration(timeoutMs, "timeout_ms"));

    [NativeExport("pulse_client_with_headers")]
    internal static ClientObject WithHeaders(ClientObject client, List<KeyValuePair<string, string>> headers) => client.With(headers);

    [NativeExport("pulse_client_set_rate")]
    internal static void SetRate(PulseClient client, double maxRequestsPerSecond)
    {
        // As ClientSettings checks the option.
        if (maxRequestsPerSecond is not (0 or (>= 0.001 and <= 1_000_000)))
        {
            throw new ArgumentException("max_requests_per_second must be 0.001 to 1000000, or 0 for no limit.");
        }

        client.Executor.Limiter.Limit(maxRequestsPerSecond);
    }

    [NativeExport("pulse_shutdown")]
    internal static void Shutdown(long timeoutMs)
    {
        if (timeoutMs < Constants.NoLimit)
        {
            throw new ArgumentException("timeout_ms is negative; use PULSE_NO_LIMIT to wait without end.");
        }

        foreach (CompletionQueue queue in HandleTable.RemoveAll<CompletionQueue>())
        {
            queue.Dispose();
        }

        foreach (ClientObject client in HandleTable.RemoveAll<ClientObject>())
        {
            client.Dispose();
        }

        bool ended = SpinWait.SpinUntil(static () => UnderWay.Count == 0, (int)Math.Min(timeoutMs, int.MaxValue));
        Heap.Release();
        if (!ended)
        {
            throw new PulseException(PulseErrorCode.Timeout, "Calls are still under way; they end by themselves.");
        }
    }

    [NativeExport("pulse_client_stats")]
    internal static Stats GetStats(PulseClient client)
    {
        WaitStatistics waiting = client.Jobs.WaitStatistics;
        return new Stats
        {
            Requests = client.Executor.Requests,
            Retries = client.Executor.Retries,
            Waits = waiting.Waits,
            Polls = waiting.Polls,
            Handles = HandleTable.Count,
            NativeBytes = NativeBuffer.LiveBytes,
            WaitingJobs = waiting.Jobs,
            PollsInFlight = waiting.PollsInFlight,
            LatenessMedianUs = (long)waiting.LatenessMedian.TotalMicroseconds,
            LatenessP99Us = (long)waiting.LatenessP99.TotalMicroseconds,
            LatenessMaxUs = (long)waiting.LatenessMax.TotalMicroseconds,
            BehindUs = (long)waiting.Behind.TotalMicroseconds,
        };
    }

    [NativeExport("pulse_set_log")]
    internal static void SetLog(delegate* unmanaged<int, PulseStr, void*, void> callback, int minimumLevel, void* userData)
    {
        if (callback is not null && minimumLevel is < Constants.LogDebug or > Constants.LogOff)
        {
            throw new ArgumentException("minimum_level must be one of PULSE_LOG_....");
        }

        NativeLog.Set(callback, minimumLevel, userData);
    }

    [NativeExport("pulse_log_to_fd")]
    internal static void LogToDescriptor(int fd, int minimumLevel)
    {
        if (fd != -1 && minimumLevel is < Constants.LogDebug or > Constants.LogOff)
        {
            throw new ArgumentException("minimum_level must be one of PULSE_LOG_....");
        }

        NativeLog.Set(fd == -1 ? null : new LogDescriptor(DescriptorStream.Duplicate(fd, "fd", forReading: false), TimeProvider.System), minimumLevel);
    }

    static PulseClientOptions Convert(ClientOptions given)
    {
        PulseClientOptions options = OptionConversions.ToOptions(given);
        options.LoggerFactory = NativeLog.Factory;
        foreach ((string name, string value) in HeaderText.Read(given.Headers, given.HeaderCount, "options.headers"))
        {
            if (!options.Headers.TryAdd(name, value))
            {
                throw new ArgumentException($"options.headers has '{name}' twice.");
            }
        }

        return options;
    }
}
