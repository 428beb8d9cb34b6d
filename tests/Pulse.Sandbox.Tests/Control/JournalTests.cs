using System.Text.Json;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Control;

public class JournalTests
{
    [Fact]
    public void Of_many_submits_the_oldest_are_forgotten()
    {
        const int Kept = 200_000;
        SandboxJournal journal = new();
        JournalEntry entry = new() { Method = "POST", Path = "/extract", Query = "" };
        journal.RecordSubmit(entry, "twice", "first");
        journal.RecordSubmit(entry, "once", "second");
        journal.RecordSubmit(entry, "twice", "third");
        for (int i = 3; i < Kept; i++)
        {
            journal.RecordSubmit(entry, $"document {i}", $"job {i}");
        }

        Assert.Equal(["first", "third"], journal.Submits["twice"]);
        journal.RecordSubmit(entry, "another", "job");
        Assert.Equal(["third"], journal.Submits["twice"]);
        journal.RecordSubmit(entry, "one more", "job");
        journal.RecordSubmit(entry, "and another", "job");
        Assert.False(journal.Submits.ContainsKey("once") || journal.Submits.ContainsKey("twice"));
        Assert.Equal(Kept, journal.Submits.Values.Sum(static ids => ids.Count));
    }

    [Fact]
    public async Task Each_request_is_recorded_without_its_key()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using MultipartFormDataContent form = TestSandbox.Form("text"u8.ToArray(), "a.txt", ("pages", "1"));
        byte[] body = await form.ReadAsByteArrayAsync();
        await box.SendAsync(HttpMethod.Post, "/extract?x=1", form);
        JournalEntry entry = Assert.Single(box.Sandbox.Journal.Entries);
        Assert.Equal((1, "POST", "/extract", "?x=1", 200, "sandbox"), (entry.Sequence, entry.Method, entry.Path, entry.Query, entry.Status, entry.Organization));
        Assert.Equal([new("file", "a.txt", "application/octet-stream", 4), new JournalPart("pages", null, null, 1)], entry.Parts);
        Assert.Equal(body.Length, entry.BodySize);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body)), entry.BodySha256);
        Assert.Contains(new("x-api-key", "[redacted]"), entry.Headers);
        Assert.DoesNotContain(SandboxOptions.DefaultApiKey, (await box.GetAsync("/_sandbox/journal")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_and_refusals_are_recorded_too()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using HttpClient http = box.NewClient("wrong");
        await TestSandbox.SendAsync(http, HttpMethod.Post, "/extract", new StringContent("abc"));
        await box.GetAsync("/nothing");
        Assert.Equal([401, 404], box.Sandbox.Journal.Entries.Select(entry => entry.Status));
        Assert.Equal(3, box.Sandbox.Journal.Entries[0].BodySize);
        Assert.Null(box.Sandbox.Journal.Entries[0].Organization);
    }

    [Fact]
    public async Task Submissions_are_counted_by_content()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        string first = await box.SubmitAsync("one"u8.ToArray());
        string second = await box.SubmitAsync("one"u8.ToArray(), ("pages", "1"));
        await box.ExtractTextAsync("two");
        await box.ExtractTextAsync("three", ("pages", "x"));
        Assert.Equal([2, 1], box.Sandbox.Journal.Submits.Values.Select(ids => ids.Count).OrderDescending());
        Assert.Contains(box.Sandbox.Journal.Submits.Values, ids => ids.SequenceEqual([first, second]));
        Assert.Equal(first, box.Sandbox.Journal.Entries[0].SubmittedJobId);
    }

    [Fact]
    public async Task The_journal_is_read_over_HTTP_and_emptied_by_reset()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        await box.ExtractTextAsync("one");
        await box.GetAsync("/job/x");
        JsonElement journal = (await box.GetAsync("/_sandbox/journal?since=1")).Json;
        Assert.Equal(2, journal.GetProperty("received").GetInt32());
        JsonElement entry = Assert.Single(journal.GetProperty("entries").EnumerateArray());
        Assert.Equal("/job/x", entry.GetProperty("path").GetString());
        Assert.Equal(404, entry.GetProperty("status").GetInt32());
        Assert.Equal(1, journal.GetProperty("submits")[0].GetProperty("count").GetInt32());
        Assert.Equal("REQ_003", (await box.GetAsync("/_sandbox/journal?since=x")).ErrorCode);

        await box.SendAsync(HttpMethod.Post, "/_sandbox/reset");
        Assert.Empty(box.Sandbox.Journal.Entries);
        Assert.Empty(box.Sandbox.Journal.Submits);
        Assert.Equal(0, box.Sandbox.Journal.Received);
    }
}
