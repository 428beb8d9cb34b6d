using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Control;

/// <summary>Completes the record of one request, before the caller can see the response: a test that has one finds the request in the journal.</summary>
sealed class JournalRecorder(SandboxJournal journal, JournalEntry entry, HashingStream body)
{
    bool _recorded;

    /// <summary>Reads what is left of the request. It belongs to the record, and a socket that is closed with unread bytes in it resets the connection.</summary>
    public async Task DrainAsync(CancellationToken aborted)
    {
        byte[] rest = new byte[16 * 1024];
        try
        {
            while (await body.ReadAsync(rest, aborted).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The caller broke off; the record holds what has come.
        }
    }

    /// <summary>Puts the request in the journal; only the first call counts.</summary>
    /// <param name="status">What is sent; 0 for nothing.</param>
    public void Record(int status)
    {
        if (_recorded)
        {
            return;
        }

        _recorded = true;
        entry.BodySize = body.BytesRead;
        entry.BodyStart = body.StartAsText();
        entry.BodySha256 = body.CurrentHash();
        entry.Status = status;
        journal.Record(entry);
    }
}
