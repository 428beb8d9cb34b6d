using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Steps;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>POST /pipeline/execute</c>.</summary>
static class PipelineEndpoint
{
    const string Feature = "enable_adhoc_pipeline";

    public static async Task ExecuteAsync(Exchange exchange)
    {
        exchange.State.Require(Feature);
        PipelineRequest request = await PipelineRequest.ReadAsync(exchange).ConfigureAwait(false);
        await StepAnswer.SendAsync(
            exchange, new StepRequest(request.Async, request.ContentHash, request.OptionsKey), (call, stop) => PipelineRunner.RunAsync(exchange.State, call, request, stop)).ConfigureAwait(false);
    }
}
