using Pulse.Sandbox.Http;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Jobs;

/// <summary>What the work of a job came to.</summary>
/// <param name="Kept">The JSON of <c>result</c>; empty when the job failed.</param>
/// <param name="Error">The text of <c>error</c>; null when the job succeeded.</param>
/// <param name="Pages">The pages that were processed.</param>
/// <param name="Large">The result in its single-use place when it is too large to be returned inline; <paramref name="Kept"/> is empty then.</param>
sealed record JobOutcome(KeptBytes Kept, string? Error, int Pages, LargeResult? Large)
{
    /// <summary>The id by which later requests refer to the result; null when it was not kept.</summary>
    public string? StoredId { get; init; }

    public ReadOnlyMemory<byte> Result => Kept.Read();

    public static JobOutcome Failed(string error) => new(new KeptBytes(default), error, 0, null);

    /// <summary>Makes itself small, to be kept.</summary>
    /// <returns>The memory that it takes.</returns>
    public long Pack() => Kept.Pack().Size + (Large?.Kept.Pack().Size ?? 0L);

    /// <summary>Does work, with every failure as an outcome.</summary>
    public static async Task<JobOutcome> OfAsync(Func<Task<JobOutcome>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (ApiException e)
        {
            return Failed($"{e.Code}: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return Failed("The job was canceled");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A job has no one else to tell; an exception here would only surface as an unobserved task.
            return Failed($"PROC_001: the sandbox failed: {e.GetType().Name}: {e.Message}");
        }
    }
}
