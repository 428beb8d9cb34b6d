using System.Net;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>
/// Asks the system for the addresses of names. A lookup cannot be interrupted, and lasts as long as a name server is silent. All
/// who want the same name at the same time share one.
/// </summary>
static class NameLookups
{
    static readonly Dictionary<string, Task<IPAddress[]>> s_underWay = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All addresses of a name, the preferred one first.</summary>
    internal static Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        lock (s_underWay)
        {
            if (!s_underWay.TryGetValue(host, out Task<IPAddress[]>? lookup))
            {
                s_underWay[host] = lookup = BlockingWork.RunAsync(() => Find(host));
            }

            return lookup.WaitAsync(cancellationToken);
        }
    }

    static IPAddress[] Find(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host);
        }
        finally
        {
            lock (s_underWay)
            {
                s_underWay.Remove(host);
            }
        }
    }
}
