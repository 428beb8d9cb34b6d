using System.Net;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Chains;

public sealed class ChainTests
{
    static readonly ExtractRequest s_document = new() { FileUrl = "https://x/a.pdf" };
    static readonly SplitConfig s_topics = new(new SplitTopic("A"), new SplitTopic("B"));
    static readonly SchemaConfig s_schema = SchemaConfig.FromSchema("""{"type":"object"}""");
    static readonly Dictionary<string, TopicSchemaConfig> s_schemas = new() { ["A"] = TopicSchemaConfig.FromSchema("""{"type":"object"}""") };

    static string Pending(string id) => $$"""{"job_id":"{{id}}","status":"pending"}""";

    static string Done(string id, string result) => $$"""{"job_id":"{{id}}","status":"completed","result":{{result}}}""";

    static Harness Answer(params string[] bodies)
    {
        Harness harness = new();
        foreach (string body in bodies)
        {
            harness.Answer(body);
        }

        return harness;
    }

    static string[] Paths(Harness harness) => [.. harness.Requests.Select(sent => sent.Message.RequestUri!.AbsolutePath)];

    [Fact]
    public async Task Extract_split_schema_keeps_the_ids()
    {
        using Harness harness = Answer(
            Pending("j1"), Done("j1", """{"markdown":"x","extraction_id":"e1"}"""),
            Pending("j2"), Done("j2", """{"split_id":"s1","split_output":{"splits":{"A":[1]}}}"""),
            Pending("j3"), Done("j3", """{"schema_id":"x1","split_id":"s1","results":{"A":{"values":{"n":1}}}}"""));
        ExtractChain extract = harness.Client.Chain(s_document);
        SplitChain split = extract.Split(s_topics);
        SplitSchemaChain chain = split.Schema(s_schemas);
        Assert.Empty(harness.Requests);
        using SplitSchemaResult result = await harness.RunAsync(chain.RunAsync());
        Assert.Equal(1, result.Results["A"].Values!.Value.GetProperty("n").GetInt32());
        Assert.Equal(("e1", "s1"), (chain.ExtractionId, chain.SplitId));
        Assert.Equal(["j1", "j2", "j3"], chain.JobIds);
        Assert.Equal(("x", 1), (extract.Result!.Markdown, split.Result!.Splits["A"].Single()));
        Assert.Equal(["/extract", "/job/j1", "/split", "/job/j2", "/schema", "/job/j3"], Paths(harness));
        Assert.Equal("""{"extraction_id":"e1","split_config":{"split_input":[{"name":"A"},{"name":"B"}]},"async":true}""", harness.Requests[2].Text);
        Assert.Equal("""{"split_id":"s1","split_schema_config":{"A":{"schema":{"type":"object"}}},"async":true}""", harness.Requests[4].Text);
    }

    [Fact]
    public async Task Extract_schema()
    {
        using Harness harness = Answer(Pending("j1"), Done("j1", """{"markdown":"x","extraction_id":"e1"}"""), Pending("j2"), Done("j2", """{"schema_id":"x1","schema_output":{"values":{}}}"""));
        using SingleSchemaResult result = await harness.RunAsync(harness.Client.Chain(s_document).Schema(s_schema).RunAsync());
        Assert.Equal("x1", result.SchemaId);
        Assert.Equal("""{"extraction_id":"e1","schema_config":{"input_schema":{"type":"object"}},"async":true}""", harness.Requests[2].Text);
    }

    [Fact]
    public async Task Two_ends_share_their_beginning_also_at_the_same_time()
    {
        using Harness harness = new();
        int extracts = 0;
        harness.Answer((request, _) =>
        {
            string path = request.RequestUri!.AbsolutePath;
            string body = path switch
            {
                "/extract" => Pending($"j{Interlocked.Increment(ref extracts)}"),
                "/tables" => Pending("t"),
                "/schema" => Pending("s"),
                "/job/t" => Done("t", """{"tables_id":"t1","tables_output":{"tables":[]}}"""),
                "/job/s" => Done("s", """{"schema_id":"x1","schema_output":{}}"""),
                _ => Done("j1", """{"markdown":"x","extraction_id":"e1"}"""),
            };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        });
        ExtractChain extract = harness.Client.Chain(s_document);
        Task<TablesResult> tables = extract.Tables(new() { Merge = true }).RunAsync();
        Task<SingleSchemaResult> schema = extract.Schema(s_schema).RunAsync();
        await harness.RunAsync(Task.WhenAll(tables, schema).ContinueWith(_ => true));
        Assert.Equal(("t1", "x1", 1), ((await tables).TablesId, (await schema).SchemaId, extracts));
    }

    [Fact]
    public async Task From_what_is_stored()
    {
        using Harness harness = Answer(Pending("j1"), Done("j1", """{"tables_id":"t1","tables_output":{"tables":[]}}"""), Pending("j2"), Done("j2", """{"schema_id":"x1","results":{}}"""));
        TablesChain chain = harness.Client.FromExtraction("e9").Tables();
        using TablesResult tables = await harness.RunAsync(chain.RunAsync());
        Assert.Equal(("e9", null, "j1"), (chain.ExtractionId, chain.SplitId, chain.JobIds.Single()));
        SplitSchemaChain schemas = harness.Client.FromSplit("s9").Schema(s_schemas);
        using SplitSchemaResult schema = await harness.RunAsync(schemas.RunAsync());
        Assert.Equal("s9", schemas.SplitId);
        Assert.Contains("\"split_id\":\"s9\"", harness.Requests[2].Text, StringComparison.Ordinal);
        Assert.Equal("e9", harness.Client.FromExtraction("e9").Split(s_topics).ExtractionId);
        Assert.Equal("e9", harness.Client.FromExtraction("e9").Schema(s_schema).ExtractionId);
    }

    [Fact]
    public async Task After_a_failure_the_ids_stay_and_the_next_run_goes_on_there()
    {
        using Harness harness = Answer(
            Pending("j1"), Done("j1", """{"markdown":"x","extraction_id":"e1"}"""),
            Pending("j2"), """{"job_id":"j2","status":"failed","error":"busy"}""",
            Pending("j3"), Done("j3", """{"tables_id":"t1","tables_output":{"tables":[]}}"""));
        TablesChain chain = harness.Client.Chain(s_document).Tables();
        PulseJobException failure = Assert.IsType<PulseJobException>(await harness.FailureAsync(chain.RunAsync()));
        Assert.Equal(("j2", "e1", null), (failure.JobId, chain.ExtractionId, chain.JobId));
        Assert.Equal(["j1"], chain.JobIds);
        using TablesResult tables = await harness.RunAsync(chain.RunAsync());
        Assert.Equal("t1", tables.TablesId);
        Assert.Equal(["/extract", "/job/j1", "/tables", "/job/j2", "/tables", "/job/j3"], Paths(harness));
        Assert.Same(tables, await chain.RunAsync());
        Assert.Equal(6, harness.Requests.Count);
    }

    [Fact]
    public async Task After_a_wait_that_was_cut_short_the_job_is_waited_for_and_not_submitted_again()
    {
        using Harness harness = Answer(Pending("j1"), """{"job_id":"j1","status":"processing"}""", Done("j1", """{"markdown":"x","extraction_id":"e1"}"""));
        ExtractChain chain = harness.Client.Chain(s_document);
        Assert.Equal("j1", Assert.IsType<PulseTimeoutException>(await harness.FailureAsync(chain.RunAsync(new WaitOptions { MaxAttempts = 1 }))).JobId);
        Assert.Equal("j1", chain.JobId);
        using ExtractionResult result = await harness.RunAsync(chain.RunAsync());
        Assert.Equal("x", result.Markdown);
        Assert.Single(harness.Requests, sent => sent.Message.Method == HttpMethod.Post);
    }

    [Fact]
    public async Task The_limit_is_that_of_the_entire_run()
    {
        using Harness harness = new();
        harness.Answer((request, _) =>
        {
            string path = request.RequestUri!.AbsolutePath;
            bool isDone = path == "/job/j1" && harness.Requests.Count > 3;
            string body = path == "/extract" ? Pending("j1") : path == "/tables" ? Pending("j2") : isDone ? Done("j1", """{"markdown":"x","extraction_id":"e1"}""") : Pending(path[5..]);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        });
        DateTimeOffset start = harness.Clock.GetUtcNow();
        TablesChain chain = harness.Client.Chain(s_document).Tables();
        PulseTimeoutException timeout = Assert.IsType<PulseTimeoutException>(await harness.FailureAsync(chain.RunAsync(new WaitOptions { Timeout = TimeSpan.FromSeconds(20) })));
        Assert.Equal(("j2", "e1"), (timeout.JobId, chain.ExtractionId));
        Assert.InRange((harness.Clock.GetUtcNow() - start).TotalSeconds, 19.9, 20.1);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_for_the_shared_step_does_not_let_others_in()
    {
        using Harness harness = new();
        TaskCompletionSource<HttpResponseMessage> submitted = new();
        int posts = 0;
        harness.Answer((request, _) =>
        {
            if (request.Method == HttpMethod.Post)
            {
                posts++;
                return submitted.Task;
            }

            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Done("j1", """{"markdown":"x"}""")) });
        });
        ExtractChain chain = harness.Client.Chain(s_document);
        Task<ExtractionResult> first = chain.RunAsync();
        using CancellationTokenSource stop = new();
        Task<ExtractionResult> second = chain.RunAsync(cancellationToken: stop.Token);
        Task<ExtractionResult> third = chain.RunAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        submitted.SetResult(new(HttpStatusCode.OK) { Content = new StringContent(Pending("j1")) });
        Assert.Same(await harness.RunAsync(first), await harness.RunAsync(third));
        Assert.Equal(1, posts);
    }

    [Fact]
    public async Task Progress_is_reported_for_every_job()
    {
        using Harness harness = Answer(Pending("j1"), Done("j1", """{"markdown":"x","extraction_id":"e1"}"""), Pending("j2"), Done("j2", """{"tables_id":"t1","tables_output":{}}"""));
        List<string> seen = [];
        await harness.RunAsync(harness.Client.Chain(s_document).Tables().RunAsync(progress: new Sink(progress => seen.Add($"{progress.JobId} {progress.StatusText}"))));
        Assert.Equal(["j1 completed", "j2 completed"], seen);
    }

    [Fact]
    public async Task An_extraction_without_an_id_ends_the_chain()
    {
        using Harness harness = Answer(Pending("j1"), Done("j1", """{"markdown":"x"}"""));
        TablesChain chain = harness.Client.Chain(s_document).Tables();
        PulseProtocolException failure = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(chain.RunAsync()));
        Assert.Equal("j1", failure.JobId);
        Assert.Contains("extraction_id", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, harness.Requests.Count);
    }

    [Fact]
    public void Everything_is_checked_when_the_chain_is_made()
    {
        using Harness harness = new();
        PulseClient client = harness.Client;
        Refused(() => client.Chain(new ExtractRequest()), "fileUrl");
        Refused(() => client.Chain(s_document with { Pages = "0" }), "'pages'");
        Refused(() => client.Chain(s_document).Split(new()), "'split_config.split_input'");
        Refused(() => client.Chain(s_document).Schema(new()), "'schema_config.input_schema'");
        Refused(() => client.Chain(s_document with { Storage = new() { Enabled = false } }).Tables(), "'storage.enabled'");
        Refused(() => client.Chain(s_document).Split(s_topics).Schema(new Dictionary<string, TopicSchemaConfig>()), "'split_schema_config'");
        Refused(() => client.Chain(s_document).Split(s_topics).Schema(new Dictionary<string, TopicSchemaConfig> { ["C"] = new() { SchemaConfigId = "c" } }), "'C'");
        Assert.Throws<ArgumentException>(() => client.FromExtraction(" "));
        Assert.Throws<ArgumentException>(() => client.FromSplit(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = client.Chain(s_document).RunAsync(new WaitOptions { Multiplier = 0 }); });
        Assert.Empty(harness.Requests);

        static void Refused(Func<object> make, string words) => Assert.Contains(words, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    sealed class Sink(Action<WaitProgress> report) : IProgress<WaitProgress>
    {
        public void Report(WaitProgress value) => report(value);
    }
}
