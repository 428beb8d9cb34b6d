namespace Pulse.Sandbox;

/// <summary>An accepted API key.</summary>
/// <param name="Key">The value of the <c>x-api-key</c> header.</param>
/// <param name="Organization">The name of the organization that owns what is made with this key. Two keys of one organization see the same jobs.</param>
public sealed record SandboxApiKey(string Key, string Organization);
