using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The request of <c>POST /split</c>: which pages of a stored extraction belong to which topic.</summary>
public sealed record SplitRequest : IServiceRequest<SplitRequest>
{
    /// <summary>Creates an empty request.</summary>
    public SplitRequest()
    {
    }

    /// <summary>Creates a request for a stored extraction.</summary>
    public SplitRequest(string extractionId, params IReadOnlyList<SplitTopic> topics)
    {
        ExtractionId = extractionId;
        SplitConfig = new() { SplitInput = topics };
    }

    /// <summary>The stored extraction; required.</summary>
    [JsonPropertyName("extraction_id")]
    public string? ExtractionId { get; init; }

    /// <summary>The topics; either they or <see cref="SplitConfigId"/>.</summary>
    [JsonPropertyName("split_config")]
    public SplitConfig? SplitConfig { get; init; }

    /// <summary>The id of saved topics.</summary>
    [JsonPropertyName("split_config_id")]
    public string? SplitConfigId { get; init; }

    /// <summary>Whether a job is made in place of a response; <see cref="PulseClient.SubmitSplitAsync"/> sets it.</summary>
    [JsonPropertyName("async")]
    public bool? Async { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<SplitRequest>.IsAsync => Async == true;

    SplitRequest IServiceRequest<SplitRequest>.AsAsync() => this with { Async = true };

    void IServiceRequest<SplitRequest>.Validate()
    {
        Require.Text("extraction_id", ExtractionId);
        Require.NotBlank("split_config_id", SplitConfigId);
        Require.ExactlyOne(("split_config", SplitConfig is not null), ("split_config_id", SplitConfigId is not null));
        SplitConfig?.Validate("split_config");
    }

    Func<HttpContent> IServiceRequest<SplitRequest>.Body() => JsonBody.Of(this, PulseJsonContext.Default.SplitRequest);
}

/// <summary>The topics of a split.</summary>
public sealed record SplitConfig
{
    /// <summary>Creates an empty list of topics.</summary>
    public SplitConfig()
    {
    }

    /// <summary>Creates a list of topics.</summary>
    public SplitConfig(params IReadOnlyList<SplitTopic> topics) => SplitInput = topics;

    /// <summary>The topics. Their names are the keys of the result, so no two may be alike.</summary>
    [JsonPropertyName("split_input")]
    public IReadOnlyList<SplitTopic>? SplitInput { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    internal void Validate(string field)
    {
        Require.Present($"{field}.split_input", SplitInput);
        Require.NotEmpty($"{field}.split_input", SplitInput!.Count);
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < SplitInput.Count; i++)
        {
            string item = Require.Item($"{field}.split_input", i);
            Require.Present(item, SplitInput[i]);
            Require.Text($"{item}.name", SplitInput[i].Name);
            if (!names.Add(SplitInput[i].Name!))
            {
                throw Require.Wrong($"{item}.name", $"names the topic '{SplitInput[i].Name}' a second time");
            }
        }
    }
}

/// <summary>A topic of a split.</summary>
public sealed record SplitTopic
{
    /// <summary>Creates a topic without a name.</summary>
    public SplitTopic()
    {
    }

    /// <summary>Creates a topic.</summary>
    public SplitTopic(string name, string? description = null)
    {
        Name = name;
        Description = description;
    }

    /// <summary>Its name, the key in the result; required.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What belongs to it.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}
