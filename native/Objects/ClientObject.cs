using Pulse.Client;
using Pulse.Native.Interop;

namespace Pulse.Native.Objects;

/// <summary>Behind pulse_client: a client, or another handle for one, whose calls have limits.</summary>
[NativeHandle("pulse_client")]
sealed class ClientObject : IDisposable
{
    readonly bool _owns;

    ClientObject(PulseClient client, CallLimits limits, bool owns) => (Client, Limits, _owns) = (client, limits, owns);

    internal PulseClient Client { get; }

    internal CallLimits Limits { get; }

    /// <summary>Begins a blocking call.</summary>
    /// <param name="caller">The calling thread, where callbacks of the host may have to run on it.</param>
    internal CallScope Enter(CallerThread? caller) => new(Limits, caller);

    /// <summary>Another handle for the same client. The limits of this one hold too.</summary>
    internal ClientObject With(CancelToken? token, TimeSpan? timeout) => new(Client, Limits.And(token?.Token, timeout), owns: false);

    /// <summary>Another handle for the same client, with more headers.</summary>
    internal ClientObject With(IReadOnlyList<KeyValuePair<string, string>> headers) => new(Client, Limits.And(headers), owns: false);

    public void Dispose()
    {
        if (_owns)
        {
            Client.Dispose();
        }
    }

    public static implicit operator PulseClient(ClientObject holder) => holder.Client;

    public static implicit operator ClientObject(PulseClient client) => new(client, CallLimits.None, owns: true);
}
