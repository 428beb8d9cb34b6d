namespace Pulse.Sandbox.Jobs;

/// <summary>How long the stages of a job last.</summary>
/// <param name="Base">From creation to the end, the first quarter of it pending.</param>
/// <param name="PerPage">What each page adds to <paramref name="Base"/>.</param>
/// <param name="LargeResultLifetime">From the end to the moment when a large result is gone.</param>
/// <param name="Retention">From the end to expiry; null forever.</param>
sealed record JobTiming(TimeSpan Base, TimeSpan PerPage, TimeSpan LargeResultLifetime, TimeSpan? Retention)
{
    public static JobTiming Of(SandboxOptions options) =>
        new(options.ProcessingTime, options.ProcessingTimePerPage, options.LargeResultLifetime, options.Retention);

    /// <summary>The same for work that is over when the job is made.</summary>
    public JobTiming Immediate() => this with { Base = TimeSpan.Zero, PerPage = TimeSpan.Zero };
}
