using System.Text.Json;
using Pulse.Sandbox.Jobs;

namespace Pulse.Sandbox.Results;

/// <summary>Writes how far a batch is, and what came of it. No source prints these names; they are the sandbox's own.</summary>
static class BatchWriter
{
    public static void WriteProgress(Utf8JsonWriter json, IReadOnlyList<JobSnapshot> children)
    {
        json.WriteStartObject("progress");
        json.WriteNumber("total", children.Count);
        json.WriteNumber("completed", children.Count(child => child.Status == "completed"));
        json.WriteNumber("failed", children.Count(child => child.IsTerminal && child.Status != "completed"));
        json.WriteEndObject();
    }

    public static void WriteResult(Utf8JsonWriter json, IReadOnlyList<BatchChild> jobs, IReadOnlyList<JobSnapshot> children)
    {
        string idName = jobs[0].IdName;
        json.WriteStartObject("result");
        json.WriteStartArray("items");
        for (int i = 0; i < jobs.Count; i++)
        {
            WriteItem(json, i, jobs[i], children[i]);
        }

        json.WriteEndArray();
        json.WriteStartArray($"{idName}s");
        foreach (JobSnapshot child in children)
        {
            if (child is { Status: "completed", Outcome.StoredId: { } id })
            {
                json.WriteStringValue(id);
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("warnings");
        json.WriteStringValue("The sandbox writes nothing to 'output'; each child's result is at its job");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteItem(Utf8JsonWriter json, int index, BatchChild child, JobSnapshot snapshot)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteString("source", child.Source);
        json.WriteString("job_id", child.Job.Id);
        json.WriteString("status", snapshot.Status);
        if (snapshot.Outcome?.StoredId is { } id)
        {
            json.WriteString(child.IdName, id);
        }

        if (child.Job.Forced?.Error is { } forced)
        {
            json.WritePropertyName("error");
            forced.WriteTo(json);
        }
        else if (snapshot.Outcome?.Error is { } error)
        {
            json.WriteString("error", error);
        }

        json.WriteEndObject();
    }
}
