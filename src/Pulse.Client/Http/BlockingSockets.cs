using System.Net.Sockets;

namespace Pulse.Client.Http;

/// <summary>How a thread that may be blocked uses the socket of a connection: one thread at a time. The native library has a way of its own.</summary>
class BlockingSockets
{
    internal static BlockingSockets Current { get; set; } = new();

    /// <summary>Waits until something has arrived, or the connection has ended.</summary>
    internal virtual void Wait(Socket socket) => socket.Poll(Timeout.Infinite, SelectMode.SelectRead);

    /// <summary>Takes what has arrived, and waits for it first unless something is <paramref name="likely"/> there; 0 at the end.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    internal virtual int Receive(Socket socket, Span<byte> buffer, bool likely)
    {
        // This thread waits in the system. Left to Receive, the thread that polls the sockets would wake it, by an event made
        // for each wait, whose lock only the finalizer frees under NativeAOT.
        Wait(socket);
        return socket.Receive(buffer);
    }

    /// <summary>Sends everything.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    internal virtual void Send(Socket socket, ReadOnlySpan<byte> buffer) => socket.Send(buffer);

    /// <summary>From now on the socket is used asynchronously, until the next blocking <see cref="Receive"/>.</summary>
    /// <exception cref="SocketException">The system is short of memory.</exception>
    internal virtual void MakeAsynchronous(Socket socket)
    {
    }
}
