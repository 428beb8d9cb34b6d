using System.Text.Json.Serialization;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The request of <c>POST /extract</c>. Either <see cref="FileUrl"/> or <see cref="File"/> says what is extracted.</summary>
public sealed record ExtractRequest : ExtractOptions, IServiceRequest<ExtractRequest>
{
    /// <summary>Creates an empty request.</summary>
    public ExtractRequest()
    {
    }

    /// <summary>Creates a request for a document to upload.</summary>
    public ExtractRequest(PulseFile file) => File = file;

    /// <summary>The document to upload.</summary>
    [JsonIgnore]
    public PulseFile? File { get; init; }

    /// <summary>A public or pre-signed URL that the service downloads. It must stay valid until the job has started.</summary>
    public string? FileUrl { get; init; }

    /// <summary>Whether a job is made in place of a response; <see cref="PulseClient.SubmitExtractAsync"/> sets it.</summary>
    public bool? Async { get; init; }

    bool IServiceRequest<ExtractRequest>.IsAsync => Async == true;

    bool IServiceRequest<ExtractRequest>.IsUpload => true;

    long IServiceRequest<ExtractRequest>.UploadSize => File?.Size ?? 0;

    ExtractRequest IServiceRequest<ExtractRequest>.AsAsync() => this with { Async = true };

    ExtractRequest IServiceRequest<ExtractRequest>.WithFiles(IReadOnlyList<PulseFile> files) => files.Count switch
    {
        0 => this,
        1 => this with { File = files[0] },
        _ => throw new ArgumentException("The request takes one file.", nameof(files)),
    };

    void IServiceRequest<ExtractRequest>.Validate()
    {
        bool hasUrl = !string.IsNullOrWhiteSpace(FileUrl);
        if (File is null == !hasUrl)
        {
            throw new ArgumentException(hasUrl ? "The request has both a file and a fileUrl; one of them says what is extracted." : "The request has neither a file nor a fileUrl.");
        }

        ValidateOptions("");
    }

    Func<HttpContent> IServiceRequest<ExtractRequest>.Body() => () => ExtractForm.Create(this);
}
