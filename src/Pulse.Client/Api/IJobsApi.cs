using Refit;

namespace Pulse.Client.Api;

/// <summary>The job endpoints (docs/api.md, section 4). The response is handed over unread: its body goes straight into one buffer.</summary>
interface IJobsApi
{
    const string JobPath = "/job/{jobId}";

    [Get(JobPath)]
    Task<HttpResponseMessage> GetAsync(string jobId, CancellationToken cancellationToken);

    [Delete(JobPath)]
    Task<HttpResponseMessage> CancelAsync(string jobId, CancellationToken cancellationToken);
}
