using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Pulse.Client.Batch;
using Pulse.Client.Results;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Batch;

/// <summary>The right text under the right name, paid for once, whatever happens to names, files and contents.</summary>
public sealed partial class ResultFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("pulse-results-").FullName;
    readonly Dictionary<string, string> _jobs = new(StringComparer.Ordinal);
    int _submits;

    string Output => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Documents_of_one_name_have_result_files_that_stay_the_same()
    {
        string a = Write("a/report.txt", "of a");
        string b = Write("b/report.txt", "of b");
        Dictionary<string, string> first = await RunAsync(a, b);
        Assert.Equal(("of a", "of b"), (Text(first[a]), Text(first[b])));
        Assert.Equal("report.txt.json", Path.GetFileName(first[a]));
        foreach (string[] again in (string[][])[[b, a], [b], [a], [a, b]])
        {
            Dictionary<string, string> outputs = await RunAsync(again);
            Assert.All(again, document => Assert.Equal(first[document], outputs[document]));
            Assert.Equal(("of a", "of b"), (Text(first[a]), Text(first[b])));
        }

        Assert.Equal(2, _submits);
    }

    [Fact]
    public async Task A_later_document_of_the_same_name_leaves_the_first_alone()
    {
        string a = Write("a/report.txt", "of a");
        string b = Write("b/report.txt", "of b");
        string firstA = (await RunAsync(a))[a];
        string firstB = (await RunAsync(b))[b];
        Assert.NotEqual(firstA, firstB);
        Assert.Equal(("of a", "of b", firstA, 2), (Text(firstA), Text(firstB), (await RunAsync(a))[a], _submits));
    }

    [Fact]
    public async Task A_document_that_changes_back_has_its_first_text_again_without_paying()
    {
        string path = Write("report.txt", "one");
        foreach ((string content, int submits) in ((string, int)[])[("one", 1), ("two", 2), ("one", 2), ("two", 2)])
        {
            Write("report.txt", content);
            string output = (await RunAsync(path))[path];
            Assert.Equal(("report.txt.json", content, submits), (Path.GetFileName(output), Text(output), _submits));
        }
    }

    [Fact]
    public async Task Moved_copied_and_otherwise_spelled_documents_are_not_paid_for_again()
    {
        string path = Write("old/report.txt", "text");
        string output = (await RunAsync(path))[path];
        string spelled = Path.Combine(_folder, "old", "..", "old", ".", "report.txt");
        Assert.Equal(output, (await RunAsync(spelled))[spelled]);

        string copy = Write("copy/other.txt", "text");
        Assert.Equal("text", Text((await RunAsync(copy))[copy]));

        Directory.Move(Path.Combine(_folder, "old"), Path.Combine(_folder, "new"));
        string moved = Path.Combine(_folder, "new", "report.txt");
        Assert.Equal(output, (await RunAsync(moved))[moved]);
        Assert.Equal(1, _submits);
    }

    [Fact]
    public async Task A_result_that_is_missing_or_another_s_is_fetched_again()
    {
        string path = Write("report.txt", "text");
        string output = (await RunAsync(path))[path];
        File.Delete(output);
        Assert.Equal("text", Text((await RunAsync(path))[path]));
        await File.WriteAllTextAsync(output, "something else", TestContext.Current.CancellationToken);
        Assert.Equal("text", Text((await RunAsync(path))[path]));
        Assert.Equal(1, _submits);
    }

    [Fact]
    public async Task A_result_that_is_gone_everywhere_is_said_to_be_and_paid_for_only_when_asked()
    {
        string path = Write("report.txt", "text");
        string output = (await RunAsync(path))[path];
        File.Delete(output);
        foreach ((bool retry, BatchState expected, int submits) in ((bool, BatchState, int)[])[(false, BatchState.Failed, 1), (true, BatchState.Completed, 2)])
        {
            string first = _jobs.Keys.First();
            using Harness harness = Service(gone: first);
            BatchOutcome outcome = Assert.Single(await CollectAsync(harness, [BatchDocument.FromPath(path)], Options() with { RetryFailed = retry }));
            Assert.Equal((expected, submits), (outcome.State, _submits));
            Assert.True(retry || outcome.Error!.Message.Contains("paid for", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Names_with_a_colon_stay_whole()
    {
        string path = Write("sch:eme.txt", "text");
        Assert.Equal("sch:eme.txt.json", Path.GetFileName((await RunAsync(path))[path]));
    }

    [Fact]
    public async Task Pipes_are_read_once_and_have_a_file_for_each_content()
    {
        using Harness harness = Service();
        string[] texts = ["one", "two", "one"];
        List<string> outputs = [];
        foreach (string text in texts)
        {
            string pipe = Path.Combine(_folder, "pipe");
            using (Process made = Process.Start("mkfifo", [pipe]))
            {
                await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            Task written = Task.Run(() => File.WriteAllText(pipe, text), TestContext.Current.CancellationToken);
            BatchOutcome outcome = Assert.Single(await CollectAsync(harness, [BatchDocument.FromPath(pipe)], Options()));
            await written;
            Assert.Null(outcome.Error);
            outputs.Add(outcome.OutputPath!);
            File.Delete(pipe);
        }

        Assert.Equal((outputs[0], 2), (outputs[2], _submits));
        Assert.NotEqual(outputs[0], outputs[1]);
        Assert.Equal(("one", "two"), (Text(outputs[0]), Text(outputs[1])));
    }

    [Fact]
    public async Task A_pipe_without_a_writer_ends_with_the_run()
    {
        using Harness harness = Service();
        using CancellationTokenSource stop = new();
        using HangingStream pipe = new();
        Task<List<BatchOutcome>> run = CollectAsync(harness, [BatchDocument.FromStream(pipe, "pipe")], Options(), stop.Token);
        await pipe.WasRead;
        await stop.CancelAsync();
        Assert.Equal(BatchState.NotStarted, Assert.Single(await run).State);
        pipe.Release();
    }

    [Theory]
    [InlineData("bbbb")]
    [InlineData("aaa")]
    public async Task A_document_that_changes_after_it_was_hashed_is_never_sent_whole(string changed)
    {
        string path = Write("report.txt", "aaaa");
        using DocumentContent content = await BatchDocument.FromPath(path).OpenAsync(TestContext.Current.CancellationToken);
        content.Key("{}"u8);
        PulseFile file = content.Of(new ExtractRequest()).File!;
        using (StreamReader good = new(file.Open().Content))
        {
            Assert.Equal("aaaa", await good.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        await using (FileStream writer = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.SetLength(changed.Length);
            await writer.WriteAsync(Encoding.UTF8.GetBytes(changed), TestContext.Current.CancellationToken);
        }

        PulseFileException refused = Assert.Throws<PulseFileException>(() => file.Open().Content.ReadExactly(new byte[4]));
        Assert.Contains("has changed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_written_is_refused_before_it_is_paid_for()
    {
        string good = Write("good.txt", "good");
        string taken = Write("taken.txt", "taken");
        string longName = Write($"{new string('n', 250)}.txt", "long");
        Directory.CreateDirectory(Path.Combine(Output, "taken.txt.json"));
        using Harness harness = Service();
        List<BatchOutcome> ended = await CollectAsync(harness, [BatchDocument.FromPath(taken), BatchDocument.FromPath(longName), BatchDocument.FromPath(good)], Options());
        Assert.Equal((BatchState.Completed, 1), (ended.Single(outcome => outcome.Document.Name == good).State, _submits));
        Assert.All(ended.Where(outcome => outcome.Document.Name != good), static outcome => Assert.Equal(PulseErrorCode.FileError, outcome.Error!.Code));
        await Assert.ThrowsAsync<PulseFileException>(() => CollectAsync(harness, [BatchDocument.FromPath(good)], new BatchOptions { OutputFolder = good }));
    }

    [Fact]
    public async Task Planted_links_are_replaced_and_pipes_are_written_to()
    {
        string victim = Write("victim", "precious");
        string link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, victim);
        await WholeFile.WriteAllAsync(link, "new"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(("precious", "new"), (File.ReadAllText(victim), File.ReadAllText(link)));
        Assert.Null(new FileInfo(link).LinkTarget);
        await WholeFile.WriteAllAsync("/dev/null", "new"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(UnixFileKind.Special, UnixFiles.Kind("/dev/null"));

        string pipe = Path.Combine(_folder, "pipe");
        using (Process made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task<string> read = Task.Run(() => File.ReadAllText(pipe), TestContext.Current.CancellationToken);
        await WholeFile.WriteAllAsync(pipe, "through"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal("through", await read);
        Assert.Equal(UnixFileKind.Special, UnixFiles.Kind(pipe));
        Assert.DoesNotContain(Directory.GetFiles(_folder), static name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a\\u0007b")]
    public async Task An_id_that_cannot_be_used_does_not_end_later_runs(string id)
    {
        string path = Write("report.txt", "text");
        using Harness harness = new();
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"job_id":"{{id}}","status":"pending"}""") }));
        for (int run = 0; run < 2; run++)
        {
            BatchOutcome outcome = Assert.Single(await CollectAsync(harness, [BatchDocument.FromPath(path)], Options()));
            Assert.Equal((BatchState.Unknown, true), (outcome.State, outcome.Error!.MayHaveBeenAccepted));
        }

        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task A_key_that_is_refused_ends_the_run()
    {
        using Harness harness = new();
        harness.Answer(static (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new StringContent("{}") }));
        BatchDocument[] documents = [.. Enumerable.Range(0, 20).Select(i => BatchDocument.FromPath(Write($"{i}.txt", $"text {i}")))];
        List<BatchOutcome> ended = await CollectAsync(harness, documents, Options());
        Assert.Equal((20, 19), (ended.Count, ended.Count(static outcome => outcome.State == BatchState.NotStarted && outcome.Error!.Code == PulseErrorCode.Unauthorized)));
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task A_journal_of_version_1_is_not_paid_for_again()
    {
        string path = Write("report.txt", "text");
        _jobs["old"] = "text";
        using DocumentContent content = await BatchDocument.FromPath(path).OpenAsync(TestContext.Current.CancellationToken);
        string key = content.FirstVersionKey("{}"u8);
        Directory.CreateDirectory(Output);
        await File.WriteAllTextAsync(Path.Combine(Output, "journal.jsonl"), $$"""
            {"pulse_journal":1}
            {"event":"intent","key":"{{key}}","document":"report.txt"}
            {"event":"submitted","key":"{{key}}","job_id":"old"}

            """, TestContext.Current.CancellationToken);
        Assert.Equal(("text", "text", 0), (Text((await RunAsync(path))[path]), Text((await RunAsync(path))[path]), _submits));
    }

    [Fact]
    public void Options_are_the_same_in_any_order()
    {
        ExtractRequest one = new() { Pages = "1", AdditionalFields = new Dictionary<string, System.Text.Json.JsonElement> { ["a"] = Json("""{"x":1,"y":[{"b":1,"a":null}]}"""), ["b"] = Json("1") } };
        ExtractRequest other = new() { AdditionalFields = new Dictionary<string, System.Text.Json.JsonElement> { ["b"] = Json("1"), ["a"] = Json("""{"y":[{"b":1}],"x":1}""") }, Pages = "1" };
        Assert.Equal("""{"a":{"x":1,"y":[{"b":1}]},"b":1,"pages":"1"}""", Encoding.UTF8.GetString(CanonicalOptions.Of(one)));
        Assert.Equal(CanonicalOptions.Of(one), CanonicalOptions.Of(other));
        Assert.Equal("{}", Encoding.UTF8.GetString(CanonicalOptions.Of(new ExtractRequest())));
    }

    static System.Text.Json.JsonElement Json(string text)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    static string Text(string path)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.GetProperty("markdown").GetString()!;
    }

    BatchOptions Options() => new() { OutputFolder = Output, JournalPath = Path.Combine(Output, "journal.jsonl") };

    async Task<Dictionary<string, string>> RunAsync(params string[] paths)
    {
        using Harness harness = Service();
        List<BatchOutcome> ended = await CollectAsync(harness, [.. paths.Select(BatchDocument.FromPath)], Options());
        Assert.All(ended, static outcome => Assert.True(outcome.State is BatchState.Completed or BatchState.AlreadyDone, outcome.Error?.ToString()));
        return ended.ToDictionary(static outcome => outcome.Document.Name, static outcome => outcome.OutputPath!);
    }

    static async Task<List<BatchOutcome>> CollectAsync(Harness harness, BatchDocument[] documents, BatchOptions options, CancellationToken stop = default)
    {
        List<BatchOutcome> all = [];
        await foreach (BatchOutcome outcome in new BatchRunner(harness.Client, options).RunAsync(documents, stop))
        {
            outcome.Job?.Dispose();
            all.Add(outcome);
        }

        return all;
    }

    /// <summary>A service whose results are the texts that were sent to it.</summary>
    Harness Service(string? gone = null)
    {
        Harness harness = new();
        return harness.Answer(async (request, token) =>
        {
            string body;
            if (request.Method == HttpMethod.Post)
            {
                string id = $"j{Interlocked.Increment(ref _submits)}";
                _jobs[id] = FilePart().Match(await request.Content!.ReadAsStringAsync(token)).Groups[1].Value;
                body = $$"""{"job_id":"{{id}}","status":"pending"}""";
            }
            else
            {
                string id = request.RequestUri!.Segments[^1];
                if (id == gone)
                {
                    return new HttpResponseMessage(HttpStatusCode.Gone) { Content = new StringContent("{}") };
                }

                body = $$$"""{"job_id":"{{{id}}}","status":"completed","result":{"markdown":"{{{_jobs[id]}}}"}}""";
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        });
    }

    /// <summary>A pipe that nobody writes to.</summary>
    sealed class HangingStream : MemoryStream
    {
        readonly TaskCompletionSource _wasRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task WasRead => _wasRead.Task;

        internal void Release() => _end.TrySetResult();

        public override void CopyTo(Stream destination, int bufferSize)
        {
            _wasRead.TrySetResult();
            _end.Task.GetAwaiter().GetResult();
        }
    }

    [GeneratedRegex("name=\"file\"[^\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--", RegexOptions.Singleline)]
    private static partial Regex FilePart();
}
