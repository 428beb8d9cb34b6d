using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pulse.Client.Extensions.Http;
using Pulse.Client.Extensions.Tests.Support;
using Pulse.Client.Http;

namespace Pulse.Client.Extensions.Tests.Http;

/// <summary>The client's requests go through the factory's pipeline, and the pipeline does no harm to them.</summary>
public sealed class PipelineTests
{
    const string Key = "canary-key-0123456789";
    const string Completed = """{"job_id":"j","status":"completed","result":{"markdown":"text"}}""";

    static ServiceProvider Provide(HttpMessageHandler primary, Action<IServiceCollection>? before = null, Action<IHttpClientBuilder>? build = null, Action<IServiceCollection>? after = null)
    {
        ServiceCollection services = new();
        before?.Invoke(services);
        IHttpClientBuilder builder = services.AddPulseClient(options =>
        {
            options.ApiKey = Key;
            options.BaseUrl = "https://api.example.com";
            options.MaxRetries = 0;
            options.PrimaryHandler = primary;
        });
        build?.Invoke(builder);
        after?.Invoke(services);
        return services.BuildServiceProvider();
    }

    [Fact]
    public async Task Handlers_of_the_builder_see_the_requests()
    {
        AnsweringHandler primary = new(Completed);
        await using ServiceProvider provider = Provide(primary, build: builder => builder.AddHttpMessageHandler(() => new MarkingHandler()));
        using Job job = await provider.GetRequiredService<PulseClient>().Jobs.GetAsync("j");
        Assert.Equal(("https://api.example.com/job/j?marked", Key), Assert.Single(primary.Requests));
    }

    [Fact]
    public async Task The_handler_of_the_options_is_never_disposed()
    {
        AnsweringHandler primary = new(Completed);
        await using (ServiceProvider provider = Provide(primary))
        {
            using Job job = await provider.GetRequiredService<PulseClient>().Jobs.GetAsync("j");

            // What the factory does with a pipeline whose time is up.
            HttpMessageHandler pipeline = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("Pulse.Client");
            while (pipeline is DelegatingHandler { InnerHandler: { } inner } && inner != primary)
            {
                pipeline = inner;
            }

            Assert.IsType<BorrowedHandler>(pipeline).Dispose();
        }

        Assert.False(primary.Disposed);
    }

    [Fact]
    public async Task Each_request_takes_the_pipeline_of_the_moment()
    {
        AnsweringHandler[] pipelines = [new(Completed), new(Completed)];
        RenewingFactory factory = new(pipelines);
        using PulseClient client = new(new PulseClientOptions { ApiKey = Key, PrimaryHandler = new FactoryHandler(factory, "name") });
        (await client.Jobs.GetAsync("j")).Dispose();
        (await client.Jobs.GetAsync("j")).Dispose();
        Assert.All(pipelines, pipeline => Assert.Single(pipeline.Requests));
        Assert.All(pipelines, pipeline => Assert.False(pipeline.Disposed));
        Assert.Equal(["name", "name"], factory.Names);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Retries_of_the_applications_defaults_do_not_repeat_a_submit(bool registeredBefore)
    {
        AnsweringHandler primary = new(_ => AnsweringHandler.Json(HttpStatusCode.InternalServerError, """{"message":"broken"}"""));
        void Defaults(IServiceCollection services) =>
            services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.Zero));

        await using ServiceProvider provider = Provide(primary, before: registeredBefore ? Defaults : null, after: registeredBefore ? null : Defaults);
        await Assert.ThrowsAnyAsync<PulseException>(() => provider.GetRequiredService<PulseClient>().SubmitExtractAsync(new ExtractRequest { FileUrl = "https://files.example.com/a.pdf" }));
        Assert.Single(primary.Requests);
    }

    [Fact]
    public async Task Retries_that_are_asked_for_stay()
    {
        int answers = 0;
        AnsweringHandler primary = new(_ => Interlocked.Increment(ref answers) == 1
            ? AnsweringHandler.Json(HttpStatusCode.InternalServerError, "{}")
            : AnsweringHandler.Json(HttpStatusCode.OK, Completed));
        await using ServiceProvider provider = Provide(primary, build: builder => builder.AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.Zero));
        using Job job = await provider.GetRequiredService<PulseClient>().Jobs.GetAsync("j");
        Assert.Equal(2, answers);
    }

    [Fact]
    public async Task The_factorys_log_can_be_had_and_never_tells_the_key()
    {
        LogRecorder log = new();
        AnsweringHandler primary = new(Completed);
        await using ServiceProvider provider = Provide(
            primary,
            before: services => services
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
                .Configure<PulseClientOptions>(options => options.Headers["X-Gateway"] = "gateway-secret"),
            build: builder => builder.AddDefaultLogger().RedactLoggedHeaders(_ => false));
        using Job job = await provider.GetRequiredService<PulseClient>().Jobs.GetAsync("j");
        Assert.Contains(log.Lines, line => line.Category.StartsWith("System.Net.Http.HttpClient.Pulse.Client", StringComparison.Ordinal) && line.Message.Contains("x-api-key", StringComparison.Ordinal));
        Assert.Contains("X-Pulse-Source", log.Text, StringComparison.Ordinal);
        Assert.Contains("pulse-native", log.Text, StringComparison.Ordinal);
        Assert.Contains("X-Gateway", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway-secret", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_own_primary_handler_is_that_of_the_options()
    {
        ServiceCollection services = new();
        services.AddPulseClient(options => (options.ApiKey, options.MaxConnections, options.ConnectTimeout) = (Key, 7, TimeSpan.FromSeconds(3)));
        using ServiceProvider provider = services.BuildServiceProvider();
        SocketsHttpHandler primary = Assert.IsType<SocketsHttpHandler>(Primary(provider));
        Assert.Equal((7, 3, false, false), (primary.MaxConnectionsPerServer, primary.ConnectTimeout.TotalSeconds, primary.AllowAutoRedirect, primary.UseCookies));
        Assert.Equal(Timeout.InfiniteTimeSpan, provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("Pulse.Client").HandlerLifetime);
    }

    public static TheoryData<HttpMessageHandler> Redirecting => [new SocketsHttpHandler(), new HttpClientHandler()];

    [Theory]
    [MemberData(nameof(Redirecting))]
    public void A_primary_handler_of_the_application_follows_no_redirects(HttpMessageHandler handler)
    {
        ServiceCollection services = new();
        services.AddPulseClient(options => options.ApiKey = Key).ConfigurePrimaryHttpMessageHandler(() => handler);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Same(handler, Primary(provider));
        Assert.False(handler switch { SocketsHttpHandler sockets => sockets.AllowAutoRedirect, HttpClientHandler client => client.AllowAutoRedirect, _ => true });
    }

    [Fact]
    public async Task A_primary_handler_that_redirects_and_was_used_is_refused()
    {
        using SocketsHttpHandler used = new();
        using HttpMessageInvoker invoker = new(used, disposeHandler: false);
        using HttpRequestMessage request = new(HttpMethod.Get, "http://127.0.0.1:1/");
        await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(request, CancellationToken.None));
        await using ServiceProvider provider = Provide(used);
        PulseConfigurationException failure = await Assert.ThrowsAsync<PulseConfigurationException>(() => provider.GetRequiredService<PulseClient>().Jobs.GetAsync("j"));
        Assert.Contains("AllowAutoRedirect", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_throws_ends_a_wait()
    {
        AnsweringHandler primary = new(_ => throw new InvalidOperationException("no tokens left"));
        await using ServiceProvider provider = Provide(primary);
        Task<Job> wait = provider.GetRequiredService<PulseClient>().Jobs.WaitAsync("j");
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => wait.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("no tokens left", failure.ToString(), StringComparison.Ordinal);
    }

    static HttpMessageHandler Primary(ServiceProvider provider)
    {
        HttpMessageHandler handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("Pulse.Client");
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        return handler;
    }

    sealed class MarkingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(request.RequestUri!.AbsoluteUri + "?marked");
            return base.SendAsync(request, cancellationToken);
        }
    }

    sealed class RenewingFactory(IEnumerable<HttpMessageHandler> pipelines) : IHttpMessageHandlerFactory
    {
        readonly Queue<HttpMessageHandler> _pipelines = new(pipelines);

        internal List<string> Names { get; } = [];

        public HttpMessageHandler CreateHandler(string name)
        {
            Names.Add(name);
            return _pipelines.Dequeue();
        }
    }
}
