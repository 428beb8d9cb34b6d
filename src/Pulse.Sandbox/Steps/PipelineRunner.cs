using System.Diagnostics;
using System.Text.Json;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Steps;

/// <summary>Runs the steps of a pipeline one after the other.</summary>
static class PipelineRunner
{
    /// <exception cref="ApiException">A step failed; the ones before it stay charged.</exception>
    public static async Task<JobOutcome> RunAsync(SandboxState state, StepCall call, PipelineRequest request, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        List<(string Name, JobOutcome Outcome, TimeSpan Latency)> steps = [];
        (List<string> ids, List<(int Index, string Error)> errors) = ([], []);
        for (int i = 0; i < request.Extractions.Count; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            Task<JobOutcome> run = state.Runner.RunAsync(request.Extractions[i], call, cancellation);
            JobOutcome outcome = request.IsBatch ? await JobOutcome.OfAsync(() => run).ConfigureAwait(false) : await run.ConfigureAwait(false);
            if (outcome.Error is { } error)
            {
                errors.Add((i, error));
            }
            else
            {
                ids.Add(outcome.StoredId!);
            }

            steps.Add((request.IsBatch ? "" : "extract", outcome, Stopwatch.GetElapsedTime(begin)));
        }

        if (ids.Count == 0)
        {
            throw ApiErrors.InvalidBody($"No document could be extracted; the first: {errors[0].Error}");
        }

        int extracted = steps.Sum(step => step.Outcome.Pages);
        StepSource source = StepSource.Combine(state, call.Organization, ids);
        foreach ((string name, Func<JobOutcome> run) in Following(state, call, request, source, steps))
        {
            cancellation.ThrowIfCancellationRequested();
            long begin = Stopwatch.GetTimestamp();
            JobOutcome outcome = await Task.Run(run, cancellation).ConfigureAwait(false);
            steps.Add((name, outcome, Stopwatch.GetElapsedTime(begin)));
        }

        ReadOnlyMemory<byte> result = JsonBody.BuildObject(json =>
        {
            json.WriteString("status", "completed");
            json.WriteNumber("total_latency", Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3));
            json.WriteStartObject("results");
            if (request.IsBatch)
            {
                WriteBatch(json, ids, request.Extractions.Count, errors, steps);
            }

            foreach ((string name, JobOutcome outcome, TimeSpan latency) in steps.Where(step => step.Name.Length > 0))
            {
                WriteStep(json, state, name, outcome, latency);
            }

            json.WriteEndObject();
            if (request.AutoDelete is { } delete)
            {
                json.WriteBoolean("auto_delete", delete);
            }
        });
        if (request.AutoDelete == true)
        {
            ids.ForEach(state.Extractions.Remove);
        }

        return new JobOutcome(new KeptBytes(result), null, extracted, null);
    }

    static IEnumerable<(string Name, Func<JobOutcome> Run)> Following(
        SandboxState state, StepCall call, PipelineRequest request, StepSource source, List<(string Name, JobOutcome Outcome, TimeSpan Latency)> steps)
    {
        if (request.Split is { } topics)
        {
            yield return ("split", () => SplitStep.Run(state, call, state.Extractions.Get(source.ExtractionIds[0], call.Organization), topics));
        }

        if (request.Schema is { } config && request.Split is { } all)
        {
            yield return ("schema", () => OnSplit([.. all.Select(topic => KeyValuePair.Create(topic.Name, config))]));
        }
        else if (request.Schema is { } schema)
        {
            yield return ("schema", () => SchemaStep.RunSingle(state, call, source, schema));
        }
        else if (request.TopicSchemas is { } perTopic)
        {
            yield return ("schema", () => OnSplit(perTopic));
        }

        if (request.Tables is { } tables)
        {
            yield return ("tables", () => TablesStep.Run(state, call, source, tables));
        }

        JobOutcome OnSplit(IReadOnlyList<KeyValuePair<string, SchemaConfig>> configs) =>
            SchemaStep.RunSplit(state, call, state.Splits.Get(steps[^1].Outcome.StoredId!, call.Organization), configs);
    }

    static void WriteBatch(
        Utf8JsonWriter json, List<string> ids, int total, List<(int Index, string Error)> errors, List<(string Name, JobOutcome Outcome, TimeSpan Latency)> steps)
    {
        json.WriteStartObject("batch_extract");
        json.WriteStartArray("extraction_ids");
        ids.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteNumber("total_files", total);
        json.WriteNumber("latency", Math.Round(steps.Where(step => step.Name.Length == 0).Sum(step => step.Latency.TotalSeconds), 3));
        if (errors.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach ((int index, string error) in errors)
            {
                json.WriteStartObject();
                json.WriteNumber("index", index);
                json.WriteString("error", error);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    static void WriteStep(Utf8JsonWriter json, SandboxState state, string name, JobOutcome outcome, TimeSpan latency)
    {
        ReadOnlyMemory<byte> result = outcome.Result;

        // A pipeline hands its results out whole, however large.
        if (outcome.Large is { } large && !large.TryTake(state.Clock.GetUtcNow(), out result))
        {
            throw new InvalidOperationException("A result that nobody knows of was taken.");
        }

        json.WriteStartObject(name);
        using (var document = JsonDocument.Parse(result))
        {
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }

        if (name == "extract")
        {
            json.WriteNumber("pages", outcome.Pages);
        }

        json.WriteNumber("latency", Math.Round(latency.TotalSeconds, 3));
        json.WriteEndObject();
    }
}
