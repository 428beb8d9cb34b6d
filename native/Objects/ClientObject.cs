using Pulse.Client;

namespace Pulse.Native.Objects;

/// <summary>Behind pulse_client.</summary>
[NativeHandle("pulse_client")]
sealed class ClientObject(PulseClient client) : IDisposable
{
    public void Dispose() => client.Dispose();

    public static implicit operator PulseClient(ClientObject holder) => holder.Client;

    public static implicit operator ClientObject(PulseClient client) => new(client);

    PulseClient Client => client;
}
