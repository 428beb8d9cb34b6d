using System.Diagnostics;
using Pulse.Client.Diagnostics;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>The span and the duration of a request with all its attempts, where somebody listens.</summary>
sealed class RequestTelemetry(TimeProvider clock)
{
    internal static bool IsWanted => ClientMetrics.AreOperationsObserved;

    internal async Task<NativeBuffer> ObserveAsync(OutgoingRequest request, Func<OutgoingRequest, CancellationToken, Task<NativeBuffer>> send, CancellationToken cancellationToken)
    {
        using Activity? span = ClientMetrics.StartSpan(request.Name, ActivityKind.Client);
        span?.SetTag("pulse.job.id", request.JobId);
        long start = clock.GetTimestamp();
        string? error = null;
        try
        {
            return await send(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception is PulseException { Code: var code } ? code.ToString() : exception.GetType().Name;
            span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            TagList tags = new() { { "pulse.operation", request.Name } };
            if (error is not null)
            {
                tags.Add("error.type", error);
            }

            ClientMetrics.OperationDuration.Record(clock.GetElapsedTime(start).TotalSeconds, tags);
        }
    }
}
