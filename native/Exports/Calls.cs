using Pulse.Client;
using Pulse.Client.Waiting;

namespace Pulse.Native.Exports;

/// <summary>What awaits, apart from the exports, as unsafe code cannot.</summary>
static class Calls
{
    internal static async Task<(string JobId, WaitOutcome Outcome)> Wait(PulseClient client, string jobId, WaitOptions options, Action<WaitProgress>? report, CancellationToken token) =>
        (jobId, await client.Jobs.WaitForOutcomeAsync(jobId, options, report, token).ConfigureAwait(false));

    internal static async Task<bool> Cancel(PulseClient client, string jobId)
    {
        await client.Jobs.CancelAsync(jobId).ConfigureAwait(false);
        return true;
    }

    internal static async Task<bool> Save(PulseClient client, string jobIdOrUrl, string path)
    {
        await client.SaveLargeResultAsync(jobIdOrUrl, path).ConfigureAwait(false);
        return true;
    }

    internal static async Task<ExtractResponse> Submit(PulseClient client, ExtractRequest request) =>
        await client.SubmitExtractAsync(request).ConfigureAwait(false);

    internal static async Task<ExtractResponse> SubmitLegacy(PulseClient client, ExtractRequest request) =>
        await client.SubmitExtractLegacyAsync(request).ConfigureAwait(false);
}
