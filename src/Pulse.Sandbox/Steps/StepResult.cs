using System.Text.Json;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Steps;

/// <summary>Builds the result of a step with what all of them end with: the credits and the plan.</summary>
static class StepResult
{
    public static JobOutcome Build(SandboxState state, StepCall call, string? storedId, int pages, decimal credits, Action<Utf8JsonWriter> writeMembers)
    {
        PlanInfo plan = state.Usage.Charge(call.Organization, credits, pages);
        ReadOnlyMemory<byte> json = JsonBody.BuildObject(json =>
        {
            writeMembers(json);
            json.WriteNumber("credits_used", credits);
            plan.Write(json, bothNames: false);
        });
        return new JobOutcome(new KeptBytes(json), null, pages, null) { StoredId = storedId };
    }
}
