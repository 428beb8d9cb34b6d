using System.Text.Json;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Steps;

/// <summary>Tells the pages of an extraction apart by topics.</summary>
static class SplitStep
{
    const decimal CreditsPerPage = 2;

    public static JobOutcome Run(SandboxState state, StepCall call, StoredExtraction extraction, IReadOnlyList<SplitTopic> topics)
    {
        string key = string.Join('\n', topics.Select(topic => $"{topic.Name}\n{topic.Description}"));
        NumberedDocument document = extraction.Read();
        var split = new StoredSplit(state.Ids.Next("split", extraction.Id, key), call.Organization, extraction, TopicMatcher.Match(document, topics));
        state.Splits.Add(split);
        int pages = document.Pages.Count;
        return StepResult.Build(state, call, split.Id, pages, CreditsPerPage * pages, json => Write(json, split));
    }

    static void Write(Utf8JsonWriter json, StoredSplit split)
    {
        json.WriteString("split_id", split.Id);
        json.WriteStartObject("split_output");
        json.WriteStartObject("splits");
        foreach ((string topic, IReadOnlyList<int> pages) in split.Splits)
        {
            json.WriteStartArray(topic);
            foreach (int page in pages)
            {
                json.WriteNumberValue(page);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
