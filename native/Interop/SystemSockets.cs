using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pulse.Client.Http;

namespace Pulse.Native.Interop;

/// <summary>Blocking use of sockets without the runtime's thread for them (shim/blocking_sockets.h).</summary>
sealed partial class SystemSockets : BlockingSockets
{
    internal override void Wait(Socket socket) => WaitForSocket(socket.SafeHandle);

    internal override int Receive(Socket socket, Span<byte> buffer, bool likely)
    {
        int received = Receive(socket.SafeHandle, buffer, buffer.Length, likely);
        return received >= 0 ? received : throw new SocketException((int)Describe(-received));
    }

    internal override void Send(Socket socket, ReadOnlySpan<byte> buffer)
    {
        int error = -Send(socket.SafeHandle, buffer, buffer.Length);
        if (error != 0)
        {
            throw new SocketException((int)Describe(error));
        }
    }

    internal override void MakeAsynchronous(Socket socket)
    {
        if (!Watch(socket.SafeHandle))
        {
            throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
        }
    }

    /// <summary>What a connection that was established can end with (Linux).</summary>
    static SocketError Describe(int error) => error switch
    {
        4 or 9 or 103 => SocketError.ConnectionAborted, // EINTR, EBADF, ECONNABORTED
        12 or 105 => SocketError.NoBufferSpaceAvailable, // ENOMEM, ENOBUFS
        32 => SocketError.Shutdown, // EPIPE
        100 => SocketError.NetworkDown,
        101 => SocketError.NetworkUnreachable,
        104 => SocketError.ConnectionReset,
        107 => SocketError.NotConnected,
        110 => SocketError.TimedOut,
        112 => SocketError.HostDown,
        113 => SocketError.HostUnreachable,
        _ => SocketError.SocketError,
    };

    [LibraryImport("*", EntryPoint = "wait_blocking")]
    private static partial void WaitForSocket(SafeSocketHandle socket);

    [LibraryImport("*", EntryPoint = "receive_blocking")]
    private static partial int Receive(SafeSocketHandle socket, Span<byte> buffer, int size, [MarshalAs(UnmanagedType.Bool)] bool likely);

    [LibraryImport("*", EntryPoint = "send_blocking")]
    private static partial int Send(SafeSocketHandle socket, ReadOnlySpan<byte> buffer, int size);

    [LibraryImport("*", EntryPoint = "watch_socket")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Watch(SafeSocketHandle socket);
}
