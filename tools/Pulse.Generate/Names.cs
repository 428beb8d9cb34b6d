namespace Pulse.Generate;

static class Names
{
    /// <summary>client_options for pulse_client_options, and OK for PULSE_OK.</summary>
    internal static string WithoutPrefix(string name) => name["pulse_".Length..];

    /// <summary>ClientOptions for client_options.</summary>
    internal static string Pascal(string name) =>
        string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>client_options for ClientOptions.</summary>
    internal static string Snake(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
