using System.Text;
using System.Text.Json;
using Pulse.Client.Batch;
using Pulse.Client.Results;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Results;

/// <summary>Names that are not UTF-8: to Unix they are names as all others.</summary>
public sealed class RawPathTests : IDisposable
{
    static readonly byte[] s_latin = [(byte)'/', (byte)'c', (byte)'a', (byte)'f', 0xE9, (byte)'.', (byte)'t', (byte)'x', (byte)'t'];

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-raw-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_name_survives()
    {
        Random random = new(2);
        byte[] name = new byte[40];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(name);
            byte[] path = [.. name[..random.Next(name.Length)].Where(static b => b != 0)];
            string text = RawPaths.Decode(path);
            Assert.Equal(path, RawPaths.Encode(text)[..^1]);
            Assert.Equal(text, RawPaths.FromText(RawPaths.ToText(text)));
            Assert.False(RawPaths.IsRaw(RawPaths.ToText(text)));
            Assert.False(RawPaths.IsRaw(RawPaths.Valid(text)));
            Assert.Equal(IsUtf8(path), !RawPaths.IsRaw(text));
        }
    }

    [Theory]
    [InlineData("plain/ü/日本/🎈.pdf")]
    [InlineData("")]
    [InlineData("back\\u0000slash \"quoted\"")]
    public void Text_stays_as_it_is(string text)
    {
        Assert.Equal(text, RawPaths.Decode(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((text, text, text), (RawPaths.ToText(text), RawPaths.Readable(text), RawPaths.Valid(text)));
        Assert.Equal(text, JsonSerializer.Deserialize<string>(RawPaths.ToJson(text)));
    }

    [Fact]
    public void People_and_programs_see_what_it_is()
    {
        string text = RawPaths.Decode(s_latin);
        Assert.Equal(("/caf\\xE9.txt", "/caf\ufffd.txt", "\"/caf\\udce9.txt\""), (RawPaths.Readable(text), RawPaths.Valid(text), RawPaths.ToJson(text)));
    }

    [Fact]
    public async Task A_document_is_done_once_and_its_result_has_its_name()
    {
        string path = _folder + RawPaths.Decode(s_latin);
        string other = path.Replace("\udce9", "\udcea", StringComparison.Ordinal);
        string output = Path.Combine(_folder, "out\udcff");
        foreach (string document in (string[])[path, other])
        {
            await using FileStream file = PathFiles.Open(document, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
            file.Write(RawPaths.Encode(document));
        }

        int submits = 0;
        using Harness harness = new();
        harness.Answer((request, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new StringContent(request.Method == HttpMethod.Post ? $$"""{"job_id":"j{{Interlocked.Increment(ref submits)}}","status":"pending"}""" : $$$"""{"job_id":"{{{request.RequestUri!.Segments[^1]}}}","status":"completed","result":{"markdown":"text of {{{request.RequestUri!.Segments[^1]}}}"}}"""),
        }));
        for (int run = 0; run < 2; run++)
        {
            List<BatchOutcome> ended = [];
            await foreach (BatchOutcome outcome in new BatchRunner(harness.Client, new BatchOptions { OutputFolder = output, JournalPath = Path.Combine(output, "journal.jsonl") }).RunAsync([BatchDocument.FromPath(path), BatchDocument.FromPath(other)], TestContext.Current.CancellationToken))
            {
                ended.Add(outcome with { Job = null });
                outcome.Job?.Dispose();
            }

            Assert.All(ended, outcome => Assert.Equal(run == 0 ? BatchState.Completed : BatchState.AlreadyDone, outcome.State));
            Assert.Equal([Path.Combine(output, "caf\udce9.txt.json"), Path.Combine(output, "caf\udcea.txt.json")], ended.Select(static outcome => outcome.OutputPath!).Order(StringComparer.Ordinal));
            Assert.All(ended, static outcome => Assert.Contains("text of j", PathFiles.ReadAllText(outcome.OutputPath!), StringComparison.Ordinal));
        }

        Assert.Equal(2, submits);
        Assert.All(harness.Requests.Where(static request => request.Message.Method == HttpMethod.Post), static request => Assert.Contains("filename", request.Text, StringComparison.Ordinal));
        foreach (string left in (string[])[path, other, Path.Combine(output, "caf\udce9.txt.json"), Path.Combine(output, "caf\udcea.txt.json"), Path.Combine(output, "journal.jsonl")])
        {
            PathFiles.Delete(left);
            Assert.False(PathFiles.IsFile(left));
        }

        RemoveFolder(output);
    }

    [Fact]
    public async Task What_is_missing_or_forbidden_is_said_with_its_name()
    {
        using Harness harness = new();
        PulseException error = Assert.IsType<PulseFileException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(new() { File = PulseFile.FromPath(_folder + RawPaths.Decode(s_latin)) })));
        Assert.Contains("caf\\xE9.txt' does not exist", error.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Requests);
    }

    static bool IsUtf8(byte[] bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    static void RemoveFolder(string path)
    {
        // The runtime has no way to name it.
        using System.Diagnostics.Process remove = System.Diagnostics.Process.Start("sh", ["-c", "rmdir \"$1\"/out*", "sh", Path.GetDirectoryName(path)!]);
        remove.WaitForExit();
        Assert.Equal(0, remove.ExitCode);
    }
}
