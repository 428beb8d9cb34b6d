using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pulse.Client;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

/// <summary>What every export has in common: nothing escapes, and every failure becomes a code and, if wanted, an error object.</summary>
static unsafe class Export
{
    internal const int Ok = (int)PulseErrorCode.Ok;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Clear(nint* error)
    {
        if (error is not null)
        {
            *error = 0;
        }
    }

    internal static int Fail(Exception exception, nint* error)
    {
        try
        {
            ErrorObject failure = ErrorObject.From(exception);
            if (error is not null)
            {
                *error = HandleTable.Add(failure);
            }

            return (int)failure.Code;
        }
        catch (Exception)
        {
            // Even the error could not be made (no memory): the code alone must do.
            return (int)PulseErrorCode.NoResources;
        }
    }

    /// <summary>Frees an object; a handle that is none is left alone.</summary>
    internal static void Free<T>(nint handle)
        where T : class, IDisposable
    {
        try
        {
            HandleTable.Remove<T>(handle)?.Dispose();
        }
        catch (Exception)
        {
            // The handle is gone; what freeing may throw helps nobody.
        }
    }

    /// <summary>Clears an out parameter and makes sure that there is one.</summary>
    internal static void RequireOut<T>(T* result, T cleared = default)
        where T : unmanaged
    {
        Read.Require(result, Math.Min(sizeof(T), sizeof(nuint)), "The out parameter");
        *result = cleared;
    }

    /// <summary>Makes sure that there is a struct to fill, clears it, and returns its size.</summary>
    internal static nuint RequireStruct<T>(T* result, int smallest)
        where T : unmanaged
    {
        nuint size = StructSize(result, smallest);
        Fill(result, size, default);
        return size;
    }

    /// <summary>The size that the caller's struct says it has.</summary>
    internal static nuint StructSize<T>(T* result, int smallest)
        where T : unmanaged
    {
        Read.Require(result, sizeof(nuint), "The out parameter");
        nuint size = *(nuint*)result;
        if (size < (nuint)Math.Max(smallest, sizeof(nuint)) || size > (nuint)sizeof(T))
        {
            throw new ArgumentException("out.struct_size is not set, or not one that this library knows.");
        }

        return size;
    }

    /// <summary>Fills the caller's struct as far as it goes.</summary>
    internal static void Fill<T>(T* result, nuint size, T value)
        where T : unmanaged
    {
        *(nuint*)&value = size;
        Unsafe.CopyBlockUnaligned(result, &value, (uint)size);
    }

    /// <summary>The code of a function that has delivered something.</summary>
    internal static int Conclude(PulseErrorCode code, Exception? failure, nint* error) => failure is null ? (int)code : Fail(failure, error);
}

/// <summary>Starts the engine before any other managed call; called again where it could not be started.</summary>
static class StartExport
{
    const int Workers = 2;

    static readonly object s_meeting = new();
    static int s_mostWorkers;
    static int s_started;
    static Timer? s_timer;

    [UnmanagedCallersOnly(EntryPoint = "managed_start")]
    static int Start()
    {
        try
        {
            Pulse.Client.Results.NativeBuffer.UseUnmanagedMemory = true;
            Pulse.Client.Http.BlockingSockets.Current = new SystemSockets();

            // With one thread for all sockets (below), fetching would wait for itself.
            Pulse.Client.Http.ServerCertificates.FetchesIssuers = false;
            if (ProcessorJson.IsSupported)
            {
                Pulse.Client.Results.JsonStructure.Current = new ProcessorJson();
            }

            // Read once, at the first socket; on Unix this changes only the runtime's own copy of the environment.
            // Completions then run on the thread that polls the sockets, which saves a hop a call (docs/c-abi.md).
            SetUnlessSet("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
            // Otherwise there is one such thread for every few processors.
            SetUnlessSet("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
            // A worker that cannot be started ends the process, so there are no more until it is known that there can be.
            ThreadPool.GetMaxThreads(out int workers, out int completions);
            s_mostWorkers = s_mostWorkers == 0 ? workers : s_mostWorkers;
            ThreadPool.SetMaxThreads(Workers, completions);
            StartThreads();
            return Export.Ok;
        }
        catch (Exception)
        {
            return (int)PulseErrorCode.NoResources;
        }
    }

    /// <summary>The limits leave room for more threads (shim/pulse_shim.c).</summary>
    [UnmanagedCallersOnly(EntryPoint = "managed_pool_may_grow")]
    static void LetPoolGrow()
    {
        ThreadPool.GetMaxThreads(out _, out int completions);
        ThreadPool.SetMaxThreads(s_mostWorkers, completions);
    }

    /// <summary>All threads that the library cannot do without, now that they wait (shim/own_threads.h): later there may be none to be had.</summary>
    static void StartThreads()
    {
        // Each worker waits for the other, so that there are two.
        for (int i = 0; i < Workers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ =>
            {
                lock (s_meeting)
                {
                    if (++s_started < Workers)
                    {
                        Monitor.Wait(s_meeting, 1000);
                    }

                    Monitor.PulseAll(s_meeting);
                }
            }, null);
        }

        Heap.Watch();
        s_timer ??= new Timer(static _ => { }, null, Timeout.Infinite, Timeout.Infinite);
        s_timer.Change(1, Timeout.Infinite);
        StartSockets();
    }

    /// <summary>The thread that polls the sockets is started with the first one that has to wait.</summary>
    static void StartSockets()
    {
        try
        {
            using Socket waiting = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            using CancellationTokenSource stop = new();
            Task<int> receive = waiting.ReceiveAsync(new byte[1], SocketFlags.None, stop.Token).AsTask();
            stop.Cancel();
        }
        catch (SocketException exception) when (exception.SocketErrorCode is not (SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable))
        {
            // Sockets may be forbidden here, which only a call that needs one has to report.
        }
    }

    static void SetUnlessSet(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
