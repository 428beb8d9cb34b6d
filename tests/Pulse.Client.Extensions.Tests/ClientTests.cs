using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pulse.Client.Extensions.Tests.Support;

namespace Pulse.Client.Extensions.Tests;

/// <summary>The client out of a container, against a sandbox.</summary>
public sealed class ClientTests
{
    static string Statement() => Path.Combine(SandboxProgram.Tree, "samples", "bank-statement.pdf");

    static IConfiguration Section(SandboxProgram sandbox, string key) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Pulse:BaseUrl"] = sandbox.BaseUrl, ["Pulse:ApiKey"] = key }).Build().GetSection("Pulse");

    [Fact]
    public async Task A_document_is_extracted_and_the_applications_log_tells_of_it()
    {
        using SandboxProgram sandbox = await SandboxProgram.StartAsync();
        LogRecorder log = new();
        ServiceCollection services = new();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        services.AddPulseClient(Section(sandbox, SandboxProgram.ApiKey));
        await using ServiceProvider provider = services.BuildServiceProvider();
        PulseClient client = provider.GetRequiredService<PulseClient>();

        using Job job = await client.ExtractAndWaitAsync(new ExtractRequest(PulseFile.FromPath(Statement())));
        Assert.Contains("Strait Savings Bank", job.Result!.Markdown, StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line is { Category: "Pulse.Client", Id: 5 } && line.Message.Contains(job.Id, StringComparison.Ordinal));

        // The factory would write four lines for each poll, and is asked for them or not.
        Assert.DoesNotContain(log.Lines, line => line.Category.StartsWith("System.Net.Http", StringComparison.Ordinal));
        Assert.DoesNotContain(SandboxProgram.ApiKey, log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_with_names_share_nothing()
    {
        using SandboxProgram sandbox = await SandboxProgram.StartAsync();
        ServiceCollection services = new();
        services.AddKeyedPulseClient("ours", Section(sandbox, SandboxProgram.ApiKey));
        services.AddKeyedPulseClient("theirs", options => (options.BaseUrl, options.ApiKey) = (sandbox.BaseUrl, SandboxProgram.OtherApiKey));
        await using ServiceProvider provider = services.BuildServiceProvider();
        PulseClient ours = provider.GetRequiredKeyedService<PulseClient>("ours");
        PulseClient theirs = provider.GetRequiredKeyedService<PulseClient>("theirs");
        Assert.NotSame(ours, theirs);
        Assert.Null(provider.GetService<PulseClient>());

        using JobSubmission submission = await ours.SubmitExtractAsync(new ExtractRequest(PulseFile.FromPath(Statement())));
        using Job job = await ours.Jobs.WaitAsync(submission.JobId);
        Assert.Equal(JobStatus.Completed, job.Status);
        PulseException refusal = await Assert.ThrowsAnyAsync<PulseException>(() => theirs.Jobs.GetAsync(submission.JobId));
        Assert.Equal(PulseErrorCode.Forbidden, refusal.Code);
    }

    [Fact]
    public async Task There_is_one_client_and_the_container_closes_it()
    {
        ServiceCollection services = new();
        services.AddPulseClient(options => (options.ApiKey, options.PrimaryHandler) = ("key", new AnsweringHandler("{}")));
        PulseClient client;
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            client = provider.GetRequiredService<PulseClient>();
            using IServiceScope scope = provider.CreateScope();
            Assert.Same(client, scope.ServiceProvider.GetRequiredService<PulseClient>());
        }

        PulseException failure = await Assert.ThrowsAnyAsync<PulseException>(() => client.Jobs.GetAsync("job"));
        Assert.Equal(PulseErrorCode.Closed, failure.Code);
    }

    [Fact]
    public async Task Registering_twice_adds_options_and_nothing_else()
    {
        AnsweringHandler handler = new("""{"job_id":"j","status":"completed","result":{"markdown":"text"}}""");
        ServiceCollection services = new();
        services.AddPulseClient(options => options.ApiKey = "key").AddHttpMessageHandler(() => new CountingHandler());
        services.AddPulseClient(options => options.PrimaryHandler = handler);
        Assert.Single(services, service => service.ServiceType == typeof(PulseClient));
        await using ServiceProvider provider = services.BuildServiceProvider();
        int before = CountingHandler.Count;
        using Job job = await provider.GetRequiredService<PulseClient>().Jobs.GetAsync("j");
        Assert.Equal("key", Assert.Single(handler.Requests).Key);
        Assert.Equal(before + 1, CountingHandler.Count);
    }

    [Fact]
    public async Task The_clock_is_the_registered_one()
    {
        ObservedClock clock = new();
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(clock);
        services.AddPulseClient(options => (options.ApiKey, options.PrimaryHandler) = ("key", new AnsweringHandler("""{"job_id":"j","status":"completed","result":{"markdown":"text"}}""")));
        await using ServiceProvider provider = services.BuildServiceProvider();
        using Job job = await provider.GetRequiredService<PulseClient>().Jobs.WaitAsync("j");
        Assert.True(clock.Asked > 0);
    }

    sealed class ObservedClock : TimeProvider
    {
        int _asked;

        internal int Asked => _asked;

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _asked);
            return base.GetTimestamp();
        }
    }

    sealed class CountingHandler : DelegatingHandler
    {
        internal static int Count { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Count++;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
