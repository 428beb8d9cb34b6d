using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static unsafe class ClientExports
{
    [UnmanagedCallersOnly(EntryPoint = "managed_client_new")]
    static int New(ClientOptions* options, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClientOptions given = Convert(Read.Struct(options, "options"));
            TlsLibrary.RequireFor(given.BaseUrl ?? HostEnvironment.Get("PULSE_BASE_URL"));
            TlsLibrary.RequireForCertificates(given);
            ClientSettings settings = ClientSettings.Resolve(given, HostEnvironment.Get);
            TlsLibrary.RequireForProxy(settings.Proxy?.UsesTls == true);
            settings.RequireTls = TlsLibrary.RequireForRequest;
            *result = HandleTable.Add(new ClientObject(new PulseClient(settings)));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_client_free")]
    static void Free(nint client)
    {
        try
        {
            HandleTable.Remove<ClientObject>(client)?.Client.Dispose();
        }
        catch (Exception)
        {
            // The handle is gone; what closing a connection may throw helps nobody.
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_client_stats")]
    static int GetStats(nint client, Stats* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            PulseClient counted = Export.Client(client);
            Read.Require(result, sizeof(nuint), "The out parameter");
            nuint size = result->StructSize;
            if (size < (nuint)sizeof(nuint) || size > (nuint)sizeof(Stats))
            {
                throw new ArgumentException("out.struct_size is not set, or larger than this library knows.");
            }

            WaitStatistics waiting = counted.Jobs.WaitStatistics;
            Stats stats = new()
            {
                StructSize = size,
                Requests = counted.Executor.Requests,
                Retries = counted.Executor.Retries,
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
            Unsafe.CopyBlockUnaligned(result, &stats, (uint)size);
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_set_log")]
    static int SetLog(delegate* unmanaged<int, PulseStr, void*, void> callback, int minimumLevel, void* userData, nint* error)
    {
        Export.Clear(error);
        try
        {
            if (callback is not null && minimumLevel is < 1 or > 5)
            {
                throw new ArgumentException("minimum_level must be one of PULSE_LOG_....");
            }

            NativeLog.Set(callback, minimumLevel, userData);
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
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
