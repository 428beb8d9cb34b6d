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
            new("GET", "_sandbox/files/{name}", Access.Control, FileEndpoint.GetAsync),
            new("GET", "_sandbox/extractions/{id}", Access.Control, ExtractionEndpoint.GetAsync),
        ],
        options.PathBase);
}
