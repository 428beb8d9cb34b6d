using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The result of detecting, filling in or clearing a form.</summary>
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

    /// <summary>The URL of the PDF. Download it with <see cref="ResultsClient.GetPdfAsync"/>.</summary>
    public string? PdfUrl => Body.Text("pdf_url"u8);

    /// <summary>The fields; empty if there are none.</summary>
    public IReadOnlyList<FormCell> FormFields => field ??= Body.Typed("form_fields"u8, PulseResultJsonContext.Default.IReadOnlyListFormCell) ?? [];

    /// <summary>The number of fields that were filled in.</summary>
    public int? FieldsFilled => Body.Number("fields_filled"u8);

    /// <summary>The number of fields that were cleared.</summary>
    public int? FieldsCleared => Body.Number("fields_cleared"u8);

    static ResultKind IPulseResult<FormResult>.Kind { get; } = new("/form", ["form_id"], ["pdf_url"], ["form_fields"]) { Rank = 3 };

    static FormResult IPulseResult<FormResult>.Create(RawResult body, Job? job) => new(body, job);
}
