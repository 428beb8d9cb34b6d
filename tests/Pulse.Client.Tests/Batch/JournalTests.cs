using Pulse.Client.Batch;

namespace Pulse.Client.Tests.Batch;

/// <summary>Version 2 of the journal: no damage goes unnoticed, and what is written can be read.</summary>
public sealed class JournalTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("pulse-journal-").FullName;

    string Journal => Path.Combine(_folder, "journal.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        Write();
        using BatchJournal journal = new(Journal, TimeProvider.System);
        Assert.Equal((BatchRecordState.Done, "j1", "h1"), (journal.Find("k1").State, journal.Find("k1").JobId, journal.Find("k1").Outputs!["a.md"]));
        Assert.Equal((BatchRecordState.Submitted, "j2"), (journal.Find("k2").State, journal.Find("k2").JobId));
        Assert.Equal(BatchRecordState.New, journal.Find("k3").State);
        Assert.Equal(BatchRecordState.Failed, journal.Find("k4").State);
        Assert.Equal(BatchRecordState.Unknown, journal.Find("k5").State);
        Assert.Equal(("/a", "k1"), (journal.Names["a.md"], journal.KeyOfOutput("a.md")));
        Assert.Null(journal.CutOff);
    }

    [Fact]
    public void Every_bit_that_is_flipped_is_noticed()
    {
        Write();
        byte[] good = File.ReadAllBytes(Journal);
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = [.. good];
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Journal, bad);
            PulseFileException refused = Assert.Throws<PulseFileException>(() => new BatchJournal(Journal, TimeProvider.System));
            Assert.Contains("line", refused.Message, StringComparison.Ordinal);
            Assert.Equal(bad, File.ReadAllBytes(Journal));
        }
    }

    [Fact]
    public void Lines_that_are_missing_doubled_or_swapped_are_noticed()
    {
        Write();
        string[] lines = File.ReadAllLines(Journal);
        for (int i = 1; i < lines.Length - 1; i++)
        {
            string[] without = [.. lines[..i], .. lines[(i + 1)..]];
            string[] doubled = [.. lines[..(i + 1)], .. lines[i..]];
            string[] swapped = [.. lines[..i], lines[i + 1], lines[i], .. lines[(i + 2)..]];
            foreach (string[] bad in (string[][])[without, doubled, swapped])
            {
                File.WriteAllLines(Journal, bad);
                Assert.Throws<PulseFileException>(() => new BatchJournal(Journal, TimeProvider.System));
            }
        }
    }

    [Fact]
    public void What_lacks_only_its_newline_is_written_and_what_is_cut_off_is_not()
    {
        Write();
        byte[] good = File.ReadAllBytes(Journal);
        int last = Array.LastIndexOf(good, (byte)'\n', good.Length - 2) + 1;
        for (int length = last; length < good.Length; length++)
        {
            File.WriteAllBytes(Journal, good[..length]);
            using (BatchJournal journal = new(Journal, TimeProvider.System))
            {
                Assert.Equal(length == good.Length - 1 ? BatchRecordState.Unknown : BatchRecordState.New, journal.Find("k5").State);
                Assert.Equal(length == last || length == good.Length - 1, journal.CutOff is null);
                journal.Intent("k6", "six");
            }

            using BatchJournal again = new(Journal, TimeProvider.System);
            Assert.Equal(BatchRecordState.Unknown, again.Find("k6").State);
        }
    }

    [Fact]
    public void A_journal_of_version_1_goes_on_as_version_2()
    {
        const string First = """
            {"pulse_journal":1}
            {"at":"2026-01-01T00:00:00.000Z","event":"intent","key":"a","document":"a.pdf"}
            {"at":"2026-01-01T00:00:00.000Z","event":"submitted","key":"a","job_id":"j"}
            """;
        foreach (string end in (string[])["", "\n", "\n{\"at\":\"20"])
        {
            File.WriteAllText(Journal, First + end);
            for (int run = 0; run < 2; run++)
            {
                using BatchJournal journal = new(Journal, TimeProvider.System);
                Assert.Equal((BatchRecordState.Submitted, "j", true), (journal.FindFirstVersion("a").State, journal.FindFirstVersion("a").JobId, journal.HasFirstVersion));
                journal.Intent($"b{run}", "b.pdf");
            }

            // From then on its old lines are under the checksum too.
            byte[] bad = File.ReadAllBytes(Journal);
            bad[First.IndexOf("\"j\"", StringComparison.Ordinal) + 1] ^= 1;
            File.WriteAllBytes(Journal, bad);
            Assert.Throws<PulseFileException>(() => new BatchJournal(Journal, TimeProvider.System));
        }
    }

    [Theory]
    [InlineData("""{"event":"refused","key":"a"}""")]
    [InlineData("""{"event":"done","key":"a","job_id":"other"}""")]
    [InlineData("""{"event":"intent","key":"a"}""")]
    public void What_cannot_follow_is_damage_in_version_1_too(string line)
    {
        File.WriteAllText(Journal, $$"""
            {"pulse_journal":1}
            {"event":"intent","key":"a","document":"a.pdf"}
            {"event":"submitted","key":"a","job_id":"j"}
            {{line}}

            """);
        Assert.Contains("line 4", Assert.Throws<PulseFileException>(() => new BatchJournal(Journal, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_newline_before_a_torn_line_drops_neither()
    {
        Write();
        byte[] good = File.ReadAllBytes(Journal);
        int last = Array.LastIndexOf(good, (byte)'\n', good.Length - 2);
        for (int length = last + 1; length < good.Length; length++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] bad = good[..length];
                bad[last] ^= (byte)(1 << bit);
                File.WriteAllBytes(Journal, bad);
                Assert.Contains("line", Assert.Throws<PulseFileException>(() => new BatchJournal(Journal, TimeProvider.System)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_last_complete_line_is_not_dropped_when_it_is_damaged()
    {
        File.WriteAllText(Journal, "{\"pulse_journal\":1}\n{\"event\":\"inten\u0000\",\"key\":\"a\"}\n");
        Assert.Contains("line 2", Assert.Throws<PulseFileException>(() => new BatchJournal(Journal, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_or_a_folder_is_no_journal()
    {
        Assert.Contains("not a file", Assert.Throws<PulseFileException>(() => new BatchJournal("/dev/null", TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.Contains("a folder", Assert.Throws<PulseFileException>(() => new BatchJournal(_folder, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    void Write()
    {
        using BatchJournal journal = new(Journal, TimeProvider.System);
        journal.Name("a.md", "/a");
        journal.Intent("k1", "a\u0007 \"quoted\" ü");
        journal.Submitted("k1", "j1");
        journal.Done("k1", "j1", "a.md", "h1");
        journal.Intent("k2", "b");
        journal.Submitted("k2", "j2");
        journal.Intent("k3", "c");
        journal.Refused("k3", "no");
        journal.Intent("k4", "d");
        journal.Submitted("k4", "j4");
        journal.Failed("k4", "j4", "torn");
        journal.Intent("k5", "e");
    }
}
