using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>What the three form requests share: exactly one of <see cref="File"/>, <see cref="FileUrl"/> and <see cref="FormId"/> says which PDF is meant.</summary>
public abstract record FormRequest
{
    private protected FormRequest()
    {
    }

    /// <summary>The PDF to upload.</summary>
    [JsonIgnore]
    public PulseFile? File { get; init; }

    /// <summary>A public or pre-signed URL of the PDF.</summary>
    [JsonPropertyName("file_url")]
    public string? FileUrl { get; init; }

    /// <summary>The id of a form from an earlier call.</summary>
    [JsonPropertyName("form_id")]
    public string? FormId { get; init; }

    /// <summary>The pages, counted from 1, for example <c>1-3,5</c>; default all.</summary>
    [JsonPropertyName("page_range")]
    public string? PageRange { get; init; }

    /// <summary>Whether a job is made in place of a response; the submitting calls of <see cref="FormsClient"/> set it.</summary>
    [JsonPropertyName("async")]
    [JsonConverter(typeof(FlagTextConverter))]
    public bool? Async { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    internal static PulseFile? OneFile(IReadOnlyList<PulseFile> files) => files.Count switch
    {
        0 => null,
        1 => files[0],
        _ => throw new ArgumentException("The request takes one file.", nameof(files)),
    };

    private protected void ValidateSource()
    {
        Require.NotBlank("file_url", FileUrl);
        Require.NotBlank("form_id", FormId);
        Require.ExactlyOne(("file", File is not null), ("file_url", FileUrl is not null), ("form_id", FormId is not null));
        Require.Pages("page_range", PageRange);
        if (AdditionalFields?.TryGetValue("pages", out JsonElement pages) == true && pages.ValueKind == JsonValueKind.String)
        {
            Require.Pages("pages", pages.GetString());
        }
    }
}

/// <summary>The request of <c>POST /form/detect</c>: which fields a PDF has.</summary>
public sealed record FormDetectRequest : FormRequest, IServiceRequest<FormDetectRequest>
{
    bool IServiceRequest<FormDetectRequest>.IsAsync => Async == true;

    bool IServiceRequest<FormDetectRequest>.IsUpload => true;

    long IServiceRequest<FormDetectRequest>.UploadSize => File?.Size ?? 0;

    FormDetectRequest IServiceRequest<FormDetectRequest>.AsAsync() => this with { Async = true };

    FormDetectRequest IServiceRequest<FormDetectRequest>.WithFiles(IReadOnlyList<PulseFile> files) => this with { File = OneFile(files) };

    void IServiceRequest<FormDetectRequest>.Validate() => ValidateSource();

    Func<HttpContent> IServiceRequest<FormDetectRequest>.Body() => () => FormForm.Create(this, null, null);
}

/// <summary>The request of <c>POST /form/fill</c>: a PDF filled by instructions.</summary>
public sealed record FormFillRequest : FormRequest, IServiceRequest<FormFillRequest>
{
    /// <summary>What is filled in, in words; required.</summary>
    [JsonPropertyName("instructions")]
    public string? Instructions { get; init; }

    /// <summary>The fields, as detected and perhaps corrected.</summary>
    [JsonPropertyName("form_fields")]
    public IReadOnlyList<FormCell>? FormFields { get; init; }

    bool IServiceRequest<FormFillRequest>.IsAsync => Async == true;

    bool IServiceRequest<FormFillRequest>.IsUpload => true;

    long IServiceRequest<FormFillRequest>.UploadSize => File?.Size ?? 0;

    FormFillRequest IServiceRequest<FormFillRequest>.AsAsync() => this with { Async = true };

    FormFillRequest IServiceRequest<FormFillRequest>.WithFiles(IReadOnlyList<PulseFile> files) => this with { File = OneFile(files) };

    void IServiceRequest<FormFillRequest>.Validate()
    {
        Require.Text("instructions", Instructions);
        FormCell.Validate("form_fields", FormFields);
        ValidateSource();
    }

    Func<HttpContent> IServiceRequest<FormFillRequest>.Body() => () => FormForm.Create(this, Instructions, FormFields);
}

/// <summary>The request of <c>POST /form/clear</c>: a PDF emptied, completely or as the instructions say.</summary>
public sealed record FormClearRequest : FormRequest, IServiceRequest<FormClearRequest>
{
    /// <summary>What is emptied, in words; without them all values that a user has entered.</summary>
    [JsonPropertyName("instructions")]
    public string? Instructions { get; init; }

    /// <summary>The fields, as detected and perhaps corrected.</summary>
    [JsonPropertyName("form_fields")]
    public IReadOnlyList<FormCell>? FormFields { get; init; }

    bool IServiceRequest<FormClearRequest>.IsAsync => Async == true;

    bool IServiceRequest<FormClearRequest>.IsUpload => true;

    long IServiceRequest<FormClearRequest>.UploadSize => File?.Size ?? 0;

    FormClearRequest IServiceRequest<FormClearRequest>.AsAsync() => this with { Async = true };

    FormClearRequest IServiceRequest<FormClearRequest>.WithFiles(IReadOnlyList<PulseFile> files) => this with { File = OneFile(files) };

    void IServiceRequest<FormClearRequest>.Validate()
    {
        FormCell.Validate("form_fields", FormFields);
        ValidateSource();
    }

    Func<HttpContent> IServiceRequest<FormClearRequest>.Body() => () => FormForm.Create(this, Instructions, FormFields);
}

/// <summary>A field of a form.</summary>
public sealed record FormCell
{
    /// <summary>The page, counted from 1.</summary>
    [JsonPropertyName("page_number")]
    public int? PageNumber { get; init; }

    /// <summary>Left, top, right, bottom, from 0 to 1 from the top left.</summary>
    [JsonPropertyName("bounding_box")]
    public IReadOnlyList<double>? BoundingBox { get; init; }

    /// <summary>What stands in it.</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary><c>text</c>, <c>checkbox</c>, <c>signature</c>, or another.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    /// <summary>The row within its table, counted from 0.</summary>
    [JsonPropertyName("row")]
    public int? Row { get; init; }

    /// <summary>The column within its table, counted from 0.</summary>
    [JsonPropertyName("col")]
    public int? Column { get; init; }

    /// <summary>The table, counted from 0.</summary>
    [JsonPropertyName("table_idx")]
    public int? TableIndex { get; init; }

    /// <summary>The boxes to tick.</summary>
    [JsonPropertyName("checkbox_details")]
    public IReadOnlyList<FormCheckbox>? CheckboxDetails { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    internal static void Validate(string field, IReadOnlyList<FormCell>? cells)
    {
        Require.NotEmpty(field, cells?.Count);
        for (int i = 0; i < cells?.Count; i++)
        {
            Require.Present(Require.Item(field, i), cells[i]);
        }
    }
}

/// <summary>A box to tick.</summary>
public sealed record FormCheckbox
{
    /// <summary>Its middle: x, y, from 0 to 1 from the top left.</summary>
    [JsonPropertyName("center_coord")]
    public IReadOnlyList<double>? Center { get; init; }

    /// <summary>Whether it is ticked.</summary>
    [JsonPropertyName("selected")]
    public bool? Selected { get; init; }

    /// <summary>What stands beside it.</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Reads true and false also as text, which is how the multipart form of the official SDKs takes them.</summary>
sealed class FlagTextConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Null => null,
        JsonTokenType.String when reader.ValueTextEquals("true"u8) => true,
        JsonTokenType.String when reader.ValueTextEquals("false"u8) => false,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } flag)
        {
            writer.WriteBooleanValue(flag);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
