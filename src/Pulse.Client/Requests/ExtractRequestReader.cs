using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>Reads the request of an extraction given as JSON by C, Python or a shell.</summary>
static class ExtractRequestReader
{
    /// <summary>Reads a request; empty text is an empty request.</summary>
    /// <exception cref="ArgumentException">The text is not a JSON object, or a field has a wrong type; the message names it.</exception>
    internal static ExtractRequest Read(ReadOnlyMemory<byte> utf8) => RequestReader.Read(utf8, PulseJsonContext.Default.ExtractRequest);
}
