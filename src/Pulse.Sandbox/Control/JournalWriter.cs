using System.Text.Json;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Control;

/// <summary>Writes the journal as JSON.</summary>
static class JournalWriter
{
    /// <param name="json">Where to.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="since">The number of the last request that is of no interest.</param>
    public static void Write(Utf8JsonWriter json, SandboxJournal journal, long since)
    {
        json.WriteNumber("received", journal.Received);
        json.WriteStartArray("entries");
        foreach (JournalEntry entry in journal.Entries.Where(entry => entry.Sequence > since))
        {
            Write(json, entry, withBody: false);
        }

        json.WriteEndArray();
        json.WriteStartArray("submits");
        foreach ((string hash, IReadOnlyList<string> ids) in journal.Submits)
        {
            json.WriteStartObject();
            json.WriteString("content_hash", hash);
            json.WriteNumber("count", ids.Count);
            json.WriteStartArray("job_ids");
            foreach (string id in ids)
            {
                json.WriteStringValue(id);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <param name="json">Where to.</param>
    /// <param name="entry">One request.</param>
    /// <param name="withBody">Whether to write the beginning of its body too.</param>
    public static void Write(Utf8JsonWriter json, JournalEntry entry, bool withBody)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", entry.Sequence);
        json.WriteString("time", Timestamp.Format(entry.Time));
        json.WriteString("method", entry.Method);
        json.WriteString("path", entry.Path);
        json.WriteString("query", entry.Query);
        json.WriteStartArray("headers");
        foreach ((string name, string value) in entry.Headers)
        {
            json.WriteStartArray();
            json.WriteStringValue(name);
            json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("parts");
        foreach (JournalPart part in entry.Parts)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("file_name", part.FileName);
            json.WriteString("content_type", part.ContentType);
            json.WriteNumber("size", part.Size);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("body_size", entry.BodySize);
        json.WriteString("body_sha256", entry.BodySha256);
        json.WriteString("organization", entry.Organization);
        json.WriteNumber("status", entry.Status);
        json.WriteString("job_id", entry.SubmittedJobId);
        json.WriteString("content_hash", entry.ContentHash);
        if (entry.FaultRule is { } rule)
        {
            json.WriteNumber("fault_rule", rule);
        }

        if (withBody)
        {
            json.WriteString("body_start", entry.BodyStart);
        }

        json.WriteEndObject();
    }
}
