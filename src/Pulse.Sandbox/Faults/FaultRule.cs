namespace Pulse.Sandbox.Faults;

/// <summary>Which requests go wrong, and how. Immutable.</summary>
public sealed record FaultRule
{
    /// <summary>The HTTP method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>What the path, as it was sent, begins with; null for any. A path base is not part of it.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>Only the request with this number among those that match, counted from 1; null for every one.</summary>
    public int? Nth { get; init; }

    /// <summary>Only each request whose number among those that match is a multiple of this: 2 for every other one; null for every one.</summary>
    public int? Every { get; init; }

    /// <summary>Whether requests are counted for each path by itself, so that <see cref="Nth"/>, <see cref="Every"/> and <see cref="Times"/> hold for each job.</summary>
    public bool PerPath { get; init; }

    /// <summary>How likely each matching request goes wrong, 0 to 1; null for always. The same seed gives the same choices.</summary>
    public double? Probability { get; init; }

    /// <summary>What the choices by <see cref="Probability"/> depend on. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How often the rule applies at most; null for no limit.</summary>
    public int? Times { get; init; }

    /// <summary>What happens.</summary>
    public required FaultAction Action { get; init; }
}
