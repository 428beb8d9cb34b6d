using Pulse.Sandbox.Endpoints;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Server;

/// <summary>Every path that is served.</summary>
static class RouteTable
{
    static readonly ApiRoute[] s_routes =
    [
        new("POST", "extract", Access.Key, ExtractEndpoint.ExtractAsync),
        new("POST", "extract_async", Access.Key, ExtractEndpoint.SubmitAsync),
        new("GET", "job/{id}", Access.Key, JobEndpoint.GetAsync),
        new("DELETE", "job/{id}", Access.Key, JobEndpoint.CancelAsync),
        new("POST", "cancel/{id}", Access.Key, JobEndpoint.CancelAsync),
        new("POST", "split", Access.Key, StepEndpoints.SplitAsync),
        new("POST", "schema", Access.Key, StepEndpoints.SchemaAsync),
        new("GET", "schema/{id}/excel", Access.Key, StepEndpoints.ExcelAsync),
        new("POST", "tables", Access.Key, StepEndpoints.TablesAsync),
        new("POST", "pipeline/execute", Access.Key, PipelineEndpoint.ExecuteAsync),
        new("POST", "webhook", Access.Key, WebhookEndpoints.LinkAsync),
        new("POST", "batch/extract", Access.Key, BatchEndpoints.ExtractAsync),
        new("POST", "batch/schema", Access.Key, BatchEndpoints.SchemaAsync),
        new("POST", "batch/split", Access.Key, BatchEndpoints.SplitAsync),
        new("POST", "batch/tables", Access.Key, BatchEndpoints.TablesAsync),
        new("POST", "form/detect", Access.Key, FormEndpoints.DetectAsync),
        new("POST", "form/fill", Access.Key, FormEndpoints.FillAsync),
        new("POST", "form/clear", Access.Key, FormEndpoints.ClearAsync),
        new("GET", "results/{id}/pdf", Access.Key, ResultFileEndpoints.PdfAsync),
        new("GET", "results/{id}/images/{name}", Access.Key, ResultFileEndpoints.ImageAsync),
        new("GET", "large_results/{id}", Access.KeyOptional, LargeResultEndpoint.GetAsync),
        new("GET", "", Access.Control, PageEndpoints.IndexAsync),
        new("GET", "_sandbox/page/{name}", Access.Control, PageEndpoints.FileAsync),
        new("GET", "_sandbox/events", Access.Control, PageEndpoints.EventsAsync),
        new("POST", "_sandbox/submit", Access.Control, PageEndpoints.SubmitAsync),
        new("GET", "_sandbox/jobs/{id}", Access.Control, PageEndpoints.JobAsync),
        new("GET", "_sandbox/jobs/{id}/view", Access.Control, PageEndpoints.ViewAsync),
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
        new("GET", "_sandbox/webhooks", Access.Control, WebhookEndpoints.GetAsync),
        new("POST", "_sandbox/webhooks", Access.Control, WebhookEndpoints.SetAsync),
        new("DELETE", "_sandbox/webhooks", Access.Control, WebhookEndpoints.ClearAsync),
        new("POST", "_sandbox/webhooks/send", Access.Control, WebhookEndpoints.SendAsync),
        new("GET", "_sandbox/large_results/{id}", Access.Control, LargeResultEndpoint.RedirectAsync),
        new("GET", "_sandbox/files/{name}", Access.Control, FileEndpoint.GetAsync),
        new("GET", "_sandbox/extractions/{id}", Access.Control, ExtractionEndpoint.GetAsync),
    ];

    /// <summary>The templates of all paths.</summary>
    public static IEnumerable<string> Templates => s_routes.Select(route => route.Template);

    public static Router Create(SandboxOptions options) => new(s_routes, options.PathBase);
}
