using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Network;

/// <summary>Early responses of a server that offers HTTP/2, which would lose them when its connection ends: HTTP/1.1 is spoken all the same.</summary>
public sealed class EarlyAnswerHttp2Tests
{
    const int DocumentSize = 64 * 1024 * 1024;

    [Theory]
    [InlineData(413)]
    [InlineData(401)]
    [InlineData(429)]
    public async Task A_refusal_in_the_middle_of_an_upload_is_reported_as_what_it_is(int status)
    {
        await using Service service = await Service.StartAsync(status, """{"error":{"code":"X_001","message":"no"}}""");
        using PulseClient client = service.Client();
        PulseApiException refusal = await Assert.ThrowsAnyAsync<PulseApiException>(() => client.SubmitExtractAsync(Request(), TestContext.Current.CancellationToken));
        Assert.Equal((status, "X_001", false), (refusal.HttpStatus, refusal.ApiCode, refusal.MayHaveBeenAccepted));
        Assert.Equal("HTTP/1.1", service.Protocol);
        Assert.Equal(1, service.Requests);
    }

    [Fact]
    public async Task A_job_that_is_named_in_the_middle_of_an_upload_is_not_lost()
    {
        await using Service service = await Service.StartAsync(200, """{"job_id":"early-1","status":"pending"}""");
        using PulseClient client = service.Client();
        using JobSubmission submission = await client.SubmitExtractAsync(Request(), TestContext.Current.CancellationToken);
        Assert.Equal(("early-1", "HTTP/1.1", 1), (submission.JobId, service.Protocol, service.Requests));
    }

    static ExtractRequest Request() => new() { File = PulseFile.FromBytes(new byte[DocumentSize], "large.pdf") };

    sealed class Service : IAsyncDisposable
    {
        readonly Certificates _certificates;
        readonly WebApplication _application;
        int _requests;

        Service(Certificates certificates, WebApplication application) => (_certificates, _application) = (certificates, application);

        internal string? Protocol { get; private set; }

        internal int Requests => Volatile.Read(ref _requests);

        internal static async Task<Service> StartAsync(int status, string body)
        {
            Certificates certificates = new();
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(options =>
            {
                options.Limits.MaxRequestBodySize = null;
                options.Listen(IPAddress.Loopback, 0, endpoint =>
                {
                    endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                    endpoint.UseHttps(certificates.Server);
                });
            });
            Service service = new(certificates, builder.Build());
            service._application.Run(context => service.AnswerAsync(context, status, body));
            await service._application.StartAsync();
            return service;
        }

        internal PulseClient Client() => new(new PulseClientOptions
        {
            ApiKey = "k",
            BaseUrl = _application.Urls.Single(),
            Proxy = "",
            CaFile = _certificates.CaFile,
            MaxRetries = 0,
        });

        public async ValueTask DisposeAsync()
        {
            await _application.DisposeAsync();
            _certificates.Dispose();
        }

        async Task AnswerAsync(HttpContext context, int status, string body)
        {
            Interlocked.Increment(ref _requests);
            Protocol = context.Request.Protocol;

            // Some of the document, never all of it.
            await context.Request.Body.ReadAtLeastAsync(new byte[64 * 1024], 64 * 1024, throwOnEndOfStream: false);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
            await context.Response.CompleteAsync();
        }
    }
}
