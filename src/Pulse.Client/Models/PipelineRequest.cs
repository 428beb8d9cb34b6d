using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>
/// The request of <c>POST /pipeline/execute</c>: several steps in one call, in the order of <see cref="Steps"/>. The document
/// is a <see cref="FileUrl"/> or <see cref="Files"/> to upload; with a <c>batch_extract</c> step it can also be in that step.
/// </summary>
public sealed record PipelineRequest : IServiceRequest<PipelineRequest>
{
    /// <summary>Documents to upload, with which the request is sent as multipart: one for <c>extract</c>, any number for <c>batch_extract</c>.</summary>
    [JsonIgnore]
    public IReadOnlyList<PulseFile> Files { get; init; } = [];

    /// <summary>A public or pre-signed URL for the <c>extract</c> step.</summary>
    [JsonPropertyName("file_url")]
    public string? FileUrl { get; init; }

    /// <summary>What is done; required.</summary>
    [JsonPropertyName("steps")]
    public PipelineSteps? Steps { get; init; }

    /// <summary>Whether a job is made in place of a response; <see cref="PipelinesClient.SubmitAsync"/> sets it.</summary>
    [JsonPropertyName("async")]
    public bool? Async { get; init; }

    /// <summary>Whether the service deletes what it has stored once the response is delivered. The organization must have storage turned off.</summary>
    [JsonPropertyName("auto_delete")]
    public bool? AutoDelete { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<PipelineRequest>.IsAsync => Async == true;

    bool IServiceRequest<PipelineRequest>.IsUpload => Files.Count > 0 || Steps?.Find("batch_extract") is not null;

    long IServiceRequest<PipelineRequest>.UploadSize => Files.Sum(static file => file.Size);

    PipelineRequest IServiceRequest<PipelineRequest>.AsAsync() => this with { Async = true };

    PipelineRequest IServiceRequest<PipelineRequest>.WithFiles(IReadOnlyList<PulseFile> files) => this with { Files = files };

    void IServiceRequest<PipelineRequest>.Validate()
    {
        Require.Present("steps", Steps);
        Require.NotBlank("file_url", FileUrl);
        Steps!.Validate();
        if (Files.Count > 0 && FileUrl is not null)
        {
            throw new ArgumentException("The request has both a 'file' and a 'file_url', which exclude each other.");
        }

        if (Steps.Find("extract") is not null)
        {
            Require.ExactlyOne(("file", Files.Count > 0), ("file_url", FileUrl is not null));
            if (Files.Count > 1)
            {
                throw Require.Wrong("file", "may be given several times only for a 'batch_extract' step");
            }
        }
        else if (Steps.Find("batch_extract") is { } batch)
        {
            // One page of the reference has file_urls here and not in the step.
            bool here = AdditionalFields?.ContainsKey("file_urls") == true || AdditionalFields?.ContainsKey("fileUrls") == true;
            Require.AtLeastOne(
                ("file", Files.Count > 0),
                ("steps.batch_extract.file_urls", here || batch.TryGetProperty("file_urls", out _)),
                ("steps.batch_extract.files", batch.TryGetProperty("files", out _)));
        }
    }

    Func<HttpContent> IServiceRequest<PipelineRequest>.Body() =>
        Files.Count == 0 ? JsonBody.Of(this, PulseJsonContext.Default.PipelineRequest) : () => PipelineForm.Create(this);
}
