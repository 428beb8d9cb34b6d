namespace Pulse.Sandbox.Control;

/// <summary>Copies request headers without their secrets.</summary>
static class HeaderRedaction
{
    const string Redacted = "[redacted]";

    public static List<KeyValuePair<string, string>> Copy(IHeaderDictionary headers)
    {
        var copy = new List<KeyValuePair<string, string>>(headers.Count);
        foreach ((string name, var values) in headers)
        {
            foreach (string? value in values)
            {
                copy.Add(new(name, IsSecret(name) ? Redacted : value ?? ""));
            }
        }

        return copy;
    }

    static bool IsSecret(string name) =>
        name.Equals("x-api-key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);
}
