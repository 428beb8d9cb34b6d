using Pulse.Client;

namespace Pulse.Native.Objects;

/// <summary>Behind pulse_client.</summary>
sealed class ClientObject(PulseClient client)
{
    internal PulseClient Client => client;
}
