using Pulse.Sandbox.Endpoints;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Server;

/// <summary>Every path that is served.</summary>
static class RouteTable
{
    public static Router Create(SandboxOptions options) => new(
        [
            new("POST", "extract", Access.Key, ExtractEndpoint.ExtractAsync),
            new("POST", "extract_async", Access.Key, ExtractEndpoint.SubmitAsync),
            new("GET", "job/{id}", Access.Key, JobEndpoint.GetAsync),
            new("DELETE", "job/{id}", Access.Key, JobEndpoint.CancelAsync),
            new("POST", "cancel/{id}", Access.Key, JobEndpoint.CancelAsync),
            new("GET", "large_results/{id}", Access.KeyOptional, LargeResultEndpoint.GetAsync),
            new("POST", "_sandbox/reset", Access.Control, ControlEndpoints.ResetAsync),
            new("GET", "_sandbox/journal", Access.Control, ControlEndpoints.GetJournalAsync),
            new("GET", "_sandbox/jobs", Access.Control, ControlEndpoints.ListJobsAsync),
            new("POST", "_sandbox/jobs/{id}", Access.Control, ControlEndpoints.ForceJobAsync),
            new("DELETE", "_sandbox/jobs/{id}", Access.Control, ControlEndpoints.ReleaseJobAsync),
            new("GET", "_sandbox/faults", Access.Control, ControlEndpoints.GetFaultsAsync),
            new("POST", "_sandbox/faults", Access.Control, ControlEndpoints.SetFaultsAsync),
            new("DELETE", "_sandbox/faults", Access.Control, ControlEndpoints.ClearFaultsAsync),
            new("GET", "_sandbox/clock", Access.Control, ControlEndpoints.GetClockAsync),
            new("POST", "_sandbox/clock", Access.Control, ControlEndpoints.SetClockAsync),
            new("GET", "_sandbox/files/{name}", Access.Control, FileEndpoint.GetAsync),
            new("GET", "_sandbox/extractions/{id}", Access.Control, ExtractionEndpoint.GetAsync),
        ],
        options.PathBase);
}
