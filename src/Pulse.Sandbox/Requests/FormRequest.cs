using System.Text.Json;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>What a caller says about one field of a form.</summary>
/// <param name="Name">The field's name; null when it is told by its place.</param>
/// <param name="Page">The page that it is on.</param>
/// <param name="Center">The middle of its box, 0 to 1 from the top left.</param>
/// <param name="Text">What is to be put in.</param>
/// <param name="Selected">Whether a check box is to be on.</param>
/// <param name="State">The text of the choice that is selected, where there are several.</param>
sealed record FormCell(string? Name, int? Page, (double X, double Y)? Center, string? Text, bool? Selected, string? State);

/// <summary>A validated request to <c>/form/*</c>.</summary>
sealed record FormRequest
{
    static readonly FieldNames s_fields = new("file", "fileUrl", "formId", "instructions", "formFields", "pageRange", "pages", "async");
    static readonly FieldNames s_cell = new("pageNumber", "boundingBox", "text", "type", "row", "col", "tableIdx", "checkboxDetails", "name", "label");
    static readonly FieldNames s_checkBox = new("centerCoord", "selected", "text");

    public Upload? File { get; private init; }

    public Uri? Url { get; private init; }

    public string? FormId { get; private init; }

    public string? Instructions { get; private init; }

    public IReadOnlyList<FormCell> Cells { get; private init; } = [];

    public PageSelection? Pages { get; private init; }

    public bool Async { get; private init; }

    public required string ContentHash { get; init; }

    public required string OptionsKey { get; init; }

    /// <param name="exchange">The request.</param>
    /// <param name="needsInstructions">Whether they must be there.</param>
    public static async Task<FormRequest> ReadAsync(Exchange exchange, bool needsInstructions)
    {
        (FieldSet fields, Upload? file) = await new RequestReader(exchange, s_fields, "file").ReadAsync().ConfigureAwait(false);
        try
        {
            return Validate(fields, file, needsInstructions);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    static FormRequest Validate(FieldSet fields, Upload? file, bool needsInstructions)
    {
        string? url = fields.String("fileUrl");
        string? form = fields.String("formId");
        string[] sources = [.. file is null ? (string[])[] : ["file"], .. string.IsNullOrEmpty(url) ? (string[])[] : ["file_url"], .. string.IsNullOrEmpty(form) ? (string[])[] : ["form_id"]];
        if (sources.Length != 1)
        {
            throw sources.Length == 0 ? ApiErrors.NoFileOrUrl() : ApiErrors.Exclusive(sources[0], sources[1]);
        }

        if (fields.Has("pageRange") && fields.Has("pages"))
        {
            throw ApiErrors.Exclusive("page_range", "pages");
        }

        return new FormRequest
        {
            File = file,
            Url = string.IsNullOrEmpty(url) ? null : ExtractRequestReader.ParseUrl(fields, url),
            FormId = form,
            Instructions = needsInstructions ? fields.RequiredString("instructions") : fields.String("instructions"),
            Cells = [.. (fields.Objects("formFields", s_cell) ?? []).Select(Cell)],
            Pages = (fields.String("pageRange") ?? fields.String("pages")) is { } range ? PageSelection.Parse(range) : null,
            Async = fields.Boolean("async") ?? false,
            ContentHash = file?.Sha256 ?? Sha256.OfText(form ?? url!),
            OptionsKey = fields.Fingerprint("async"),
        };
    }

    static FormCell Cell(FieldSet fields)
    {
        double[]? box = Numbers(fields, "boundingBox");
        if (box is not null && box.Length is not (4 or 8))
        {
            throw ApiErrors.InvalidValue(fields.PathOf("boundingBox"), "expected 4 numbers");
        }

        fields.String("type");
        fields.String("label");
        FieldSet[] boxes = [.. fields.Objects("checkboxDetails", s_checkBox) ?? []];
        FieldSet? selected = boxes.FirstOrDefault(detail => detail.Boolean("selected") ?? false);
        return new FormCell(
            fields.String("name"),
            fields.Integer("pageNumber"),
            box is null ? null : (box.Where((_, i) => i % 2 == 0).Average(), box.Where((_, i) => i % 2 == 1).Average()),
            fields.String("text"),
            boxes.Length == 0 ? null : selected is not null,
            selected?.String("text"));
    }

    static double[]? Numbers(FieldSet fields, string name)
    {
        if (fields.Json(name, "a list of numbers") is not { } json)
        {
            return null;
        }

        return json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number)
            ? [.. json.EnumerateArray().Select(item => item.GetDouble())]
            : throw ApiErrors.InvalidValue(fields.PathOf(name), "expected a list of numbers");
    }
}
