using System.Diagnostics;
using Pulse.Client.Diagnostics;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>The span and the duration of an exchange with all its attempts, where somebody listens.</summary>
sealed class RequestTelemetry(TimeProvider clock)
{
    internal static bool IsWanted => ClientMetrics.AreOperationsObserved;

    internal async Task<NativeBuffer> ObserveAsync(HttpExchange exchange, Func<HttpExchange, CancellationToken, Task<NativeBuffer>> send, CancellationToken cancellationToken)
    {
        using Activity? span = ClientMetrics.Activities.StartActivity(exchange.Name, ActivityKind.Client);
        span?.SetTag("pulse.job.id", exchange.JobId);
        long start = clock.GetTimestamp();
        string? error = null;
        try
        {
            return await send(exchange, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception is PulseException { Code: var code } ? code.ToString() : exception.GetType().Name;
            span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            TagList tags = new() { { "pulse.operation", exchange.Name }, { "error.type", error } };
            ClientMetrics.OperationDuration.Record(clock.GetElapsedTime(start).TotalSeconds, tags);
        }
    }
}
