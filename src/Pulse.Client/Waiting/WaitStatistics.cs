namespace Pulse.Client;

/// <summary>How the waiting of a client goes.</summary>
public readonly record struct WaitStatistics
{
    /// <summary>Waits under way.</summary>
    public int Waits { get; init; }

    /// <summary>The jobs they wait for; fewer where several wait for the same.</summary>
    public int Jobs { get; init; }

    /// <summary>Polls made so far.</summary>
    public long Polls { get; init; }

    /// <summary>Polls without a response yet.</summary>
    public int PollsInFlight { get; init; }

    /// <summary>How late a poll starts, measured over the last half to full minute: the median. Each figure is at most an eighth too high.</summary>
    public TimeSpan LatenessMedian { get; init; }

    /// <summary>The same for the latest hundredth.</summary>
    public TimeSpan LatenessP99 { get; init; }

    /// <summary>The latest poll since the client was made.</summary>
    public TimeSpan LatenessMax { get; init; }

    /// <summary>How long the poll that is due first has been waiting for its turn: zero when the limits allow all that is due.</summary>
    public TimeSpan Behind { get; init; }
}
