using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Pulse.Sandbox.Faults;

/// <summary>
/// Sends bytes past the server, straight to the socket. The server would buffer a response and decide itself how much of it
/// goes out before a connection ends; here every byte that was sent has left when the connection is reset.
/// </summary>
static class RawResponse
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        Socket socket = SocketOf(context);
        while (!bytes.IsEmpty)
        {
            int sent = await socket.SendAsync(bytes, SocketFlags.None, context.RequestAborted).ConfigureAwait(false);
            bytes = bytes[sent..];
        }
    }

    /// <summary>The status line and headers of a response, for a body of a given length.</summary>
    public static byte[] Head(HttpResponse response, int length)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}\r\n");
        foreach ((string name, var values) in response.Headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {values}\r\n");
            }
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n");
        return Encoding.UTF8.GetBytes(head.ToString());
    }

    /// <summary>Ends the connection with a reset.</summary>
    public static void Reset(HttpContext context) => context.Abort();

    /// <summary>Ends the connection as a server does that has finished: no reset, so that all that was sent arrives.</summary>
    public static async Task CloseAsync(HttpContext context)
    {
        SocketOf(context).Shutdown(SocketShutdown.Send);
        try
        {
            await Task.Delay(s_patience, TimeProvider.System, context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The other side has closed too.
        }

        context.Abort();
    }

    static Socket SocketOf(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket ?? throw new InvalidOperationException("The connection has no socket.");
}
