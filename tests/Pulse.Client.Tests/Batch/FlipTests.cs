using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Pulse.Client.Batch;

namespace Pulse.Client.Tests.Batch;

/// <summary>
/// Whole runs over journals with a flipped bit, in every state that a process can leave one in: no document is paid for twice. More
/// with PULSE_TEST_FLIPS.
/// </summary>
public sealed partial class FlipTests : IDisposable
{
    const int Documents = 4;

    readonly int _flips = int.TryParse(Environment.GetEnvironmentVariable("PULSE_TEST_FLIPS"), out int flips) ? flips : 1200;
    readonly string _folder = Directory.CreateTempSubdirectory("pulse-flips-").FullName;
    readonly CountingService _service = new();
    readonly PulseClient _client;
    readonly string[] _paths;

    public FlipTests()
    {
        _client = new PulseClient(new PulseClientOptions { ApiKey = "k", BaseUrl = "http://127.0.0.1:1", Proxy = "", PrimaryHandler = _service });
        _paths = [.. Enumerable.Range(0, Documents).Select(number => Path.Combine(_folder, $"{number}.txt"))];
        for (int number = 0; number < Documents; number++)
        {
            File.WriteAllText(_paths[number], $"mark-{number} of a document\n");
        }
    }

    string Journal => Path.Combine(_folder, "journal.jsonl");

    public void Dispose()
    {
        _client.Dispose();
        _service.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task No_flipped_bit_leads_to_a_second_payment()
    {
        byte[][] journals = [await MakeAsync(submitOnly: true), await MakeAsync(submitOnly: false)];
        Random random = new(16);
        int refused = 0;
        for (int flip = 0; flip < _flips; flip++)
        {
            byte[] whole = journals[flip % journals.Length];

            // Every other one as a process that was killed has left it.
            byte[] journal = flip % 4 < 2 ? [.. whole] : whole[..random.Next(1, whole.Length)];
            string[] paid = Paid(journal);
            int bit = random.Next(journal.Length * 8);
            journal[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(Journal, journal, TestContext.Current.CancellationToken);
            _service.Submits.Clear();
            try
            {
                await RunAsync(submitOnly: false);
            }
            catch (PulseFileException exception)
            {
                Assert.Contains("line", exception.Message, StringComparison.Ordinal);
                refused++;
            }

            Assert.All(paid, mark => Assert.False(_service.Submits.ContainsKey(mark), $"flip {flip}, bit {bit} of {journal.Length * 8}: {mark} was paid for again."));
            Assert.All(_service.Submits, static submit => Assert.Equal(1, submit.Value));
        }

        // Only what hits a line that was cut off may pass.
        Assert.True(refused > _flips / 2, $"{refused} of {_flips} were noticed.");
    }

    /// <summary>The documents that may have been sent when the journal was as long as this: those whose intent is on the disk.</summary>
    static string[] Paid(byte[] journal)
    {
        string whole = Encoding.UTF8.GetString(journal);
        string lines = whole[..(whole.LastIndexOf('\n') + 1)];
        return [.. IntentPattern().Matches(lines).Select(static intent => $"mark-{intent.Groups[1].Value}").Distinct()];
    }

    async Task<byte[]> MakeAsync(bool submitOnly)
    {
        File.Delete(Journal);
        await RunAsync(submitOnly);
        return await File.ReadAllBytesAsync(Journal, TestContext.Current.CancellationToken);
    }

    async Task RunAsync(bool submitOnly)
    {
        BatchRunner runner = new(_client, new BatchOptions { JournalPath = Journal, OutputFolder = Path.Combine(_folder, "out"), SubmitOnly = submitOnly });
        await foreach (BatchOutcome outcome in runner.RunAsync([.. _paths.Select(BatchDocument.FromPath)], TestContext.Current.CancellationToken))
        {
            outcome.Job?.Dispose();
        }
    }

    [GeneratedRegex("\"event\":\"intent\"[^\n]*?/([0-9])\\.txt\"")]
    private static partial Regex IntentPattern();

    /// <summary>Takes every document, and counts them.</summary>
    sealed partial class CountingService : HttpMessageHandler
    {
        internal ConcurrentDictionary<string, int> Submits { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method != HttpMethod.Post)
            {
                return Json($$$"""{"job_id":"{{{request.RequestUri!.Segments[^1]}}}","status":"completed","result":{"markdown":"text"}}""");
            }

            string mark = MarkPattern().Match(await request.Content!.ReadAsStringAsync(cancellationToken)).Value;
            Submits.AddOrUpdate(mark, 1, static (_, count) => count + 1);
            return Json($$"""{"job_id":"job-{{mark}}","status":"pending"}""");
        }

        static HttpResponseMessage Json(string text) => new() { Content = new StringContent(text, Encoding.UTF8, "application/json") };

        [GeneratedRegex("mark-[0-9]")]
        private static partial Regex MarkPattern();
    }
}
