namespace Pulse.Client;

/// <summary>The headers of a response, with secrets masked.</summary>
static class MaskedHeaders
{
    internal static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(0).AsReadOnly();

    internal static IReadOnlyDictionary<string, string> Read(HttpResponseMessage response, Redactor redactor)
    {
        Dictionary<string, string> read = new(StringComparer.OrdinalIgnoreCase);
        foreach (var headers in (ReadOnlySpan<System.Net.Http.Headers.HttpHeadersNonValidated>)[response.Headers.NonValidated, response.Content.Headers.NonValidated])
        {
            foreach ((string name, var values) in headers)
            {
                string text = redactor.Redact(values.ToString());
                read[name] = read.TryGetValue(name, out string? before) ? $"{before}, {text}" : text;
            }
        }

        return read.AsReadOnly();
    }
}
