using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>A form, as detected, filled or emptied.</summary>
public sealed class FormResult : PulseResult, IPulseResult<FormResult>
{
    FormResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The id for further calls with the same form.</summary>
    public string? FormId => Body.Text("form_id"u8);

    /// <summary>The number of pages.</summary>
    public int? PageCount => Body.PageCount;

    /// <summary>Where the PDF is; download it with <see cref="ResultsClient.GetPdfAsync"/>.</summary>
    public string? PdfUrl => Body.Text("pdf_url"u8);

    /// <summary>The fields; empty when there are none.</summary>
    public IReadOnlyList<FormCell> FormFields => field ??= Body.Typed("form_fields"u8, PulseResultJsonContext.Default.IReadOnlyListFormCell) ?? [];

    /// <summary>How many fields were filled.</summary>
    public int? FieldsFilled => Body.Number("fields_filled"u8);

    /// <summary>How many fields were emptied.</summary>
    public int? FieldsCleared => Body.Number("fields_cleared"u8);

    static ResultKind IPulseResult<FormResult>.Kind { get; } = new("/form", ["form_id"], ["pdf_url"], ["form_fields"]) { Rank = 3 };

    static FormResult IPulseResult<FormResult>.Create(RawResult body, Job? job) => new(body, job);
}
