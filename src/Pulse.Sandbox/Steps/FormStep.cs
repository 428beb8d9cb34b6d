using System.Text.Json;
using System.Text.RegularExpressions;
using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Documents.Pdf.Forms;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Stored;
using Pulse.Sandbox.Structured;

namespace Pulse.Sandbox.Steps;

/// <summary>What is done with a form.</summary>
enum FormAction
{
    Detect,
    Fill,
    Clear,
}

/// <summary>Finds the fields of PDF forms, fills them and clears them. It has no model: only the file's own form fields count.</summary>
static partial class FormStep
{
    const decimal CreditsPerPageRead = 1;
    const decimal CreditsPerPageWritten = 3;

    public static JobOutcome Run(SandboxState state, StepCall call, FormRequest request, FormAction action, ReadOnlyMemory<byte> bytes)
    {
        using var form = PdfForm.Open(bytes);
        FormField[] fields = [.. form.Fields.Where(field => request.Pages?.Contains(field.Page) ?? true)];
        Dictionary<FormField, string> values = action switch
        {
            FormAction.Fill => Filled(fields, request),
            FormAction.Clear => Cleared(fields, request),
            _ => [],
        };
        ReadOnlyMemory<byte> pdf = values.Count > 0 ? form.Write(values) : bytes;
        string id = state.Ids.Next("form", request.ContentHash, $"{action}\n{request.OptionsKey}");
        state.Forms.Add(new StoredForm(id, call.Organization, pdf));
        state.Files.Add(new StoredFile(StoredFile.IdOf(call.JobId, "pdf"), call.Organization, "application/pdf", pdf));
        int pages = Enumerable.Range(1, form.PageCount).Count(page => request.Pages?.Contains(page) ?? true);
        decimal credits = pages * (action == FormAction.Detect ? CreditsPerPageRead : CreditsPerPageWritten);
        return StepResult.Build(state, call, id, pages, credits, json =>
        {
            json.WriteString("form_id", id);
            json.WriteNumber("page_count", pages);
            json.WriteString("pdf_url", $"{call.BaseUrl}/results/{Uri.EscapeDataString(call.JobId)}/pdf");
            json.WriteStartArray("form_fields");
            foreach (FormField field in fields)
            {
                Write(json, values.TryGetValue(field, out string? value) ? field with { Value = value } : field);
            }

            json.WriteEndArray();
            if (action != FormAction.Detect)
            {
                json.WriteNumber(action == FormAction.Fill ? "fields_filled" : "fields_cleared", values.Count);
            }

            WriteWarnings(json, form, request, values.Count);
        });
    }

    static void WriteWarnings(Utf8JsonWriter json, PdfForm form, FormRequest request, int changed)
    {
        json.WriteStartArray("warnings");
        if (form.Fields.Count == 0)
        {
            json.WriteStringValue("The PDF has no form fields; the sandbox does not find fields that are only drawn");
        }
        else if (request.Instructions is not null && changed == 0)
        {
            json.WriteStringValue("No field fits the instructions; the sandbox understands 'label: value', one a line or with semicolons");
        }

        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, FormField field)
    {
        json.WriteStartObject();
        json.WriteNumber("page_number", field.Page);
        WriteBox(json, field.Box);
        json.WriteString("text", field.Kind == FormFieldKind.CheckBox ? field.Label : field.Value);
        json.WriteString("type", field.Kind switch { FormFieldKind.CheckBox => "checkbox", FormFieldKind.Signature => "signature", _ => "text" });

        // Not in the reference: what tells fields apart without their boxes.
        json.WriteString("name", field.Name);
        json.WriteString("label", field.Label);
        if (field.Kind == FormFieldKind.CheckBox)
        {
            json.WriteStartArray("checkbox_details");
            foreach (FormWidget widget in field.Widgets)
            {
                json.WriteStartObject();
                json.WriteStartArray("center_coord");
                json.WriteNumberValue(Math.Round((widget.Box.Left + widget.Box.Right) / 2, 6));
                json.WriteNumberValue(Math.Round((widget.Box.Top + widget.Box.Bottom) / 2, 6));
                json.WriteEndArray();
                json.WriteBoolean("selected", !field.IsEmpty && field.Value == widget.OnState);
                json.WriteString("text", field.Widgets.Count == 1 ? field.Label : widget.OnState);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    static void WriteBox(Utf8JsonWriter json, Box box)
    {
        json.WriteStartArray("bounding_box");
        foreach (double edge in (ReadOnlySpan<double>)[box.Left, box.Top, box.Right, box.Bottom])
        {
            json.WriteNumberValue(Math.Round(Math.Clamp(edge, 0, 1), 6));
        }

        json.WriteEndArray();
    }

    static Dictionary<FormField, string> Filled(FormField[] fields, FormRequest request)
    {
        var values = new Dictionary<FormField, string>();
        foreach (Match pair in Pair.Matches(request.Instructions ?? ""))
        {
            if (Best(fields, LabelWords.Split(pair.Groups[1].Value)) is { } field && Accept(field, pair.Groups[2].Value.Trim()) is { } value)
            {
                values[field] = value;
            }
        }

        // What the caller says of a field by its place is surer than what was understood from a text.
        foreach (FormCell cell in request.Cells)
        {
            if (fields.FirstOrDefault(field => IsAt(field, cell)) is not { } field)
            {
                continue;
            }

            string? value = field.Kind != FormFieldKind.CheckBox ? cell.Text
                : cell.Selected == false ? ""
                : cell.Selected == true ? field.Widgets.FirstOrDefault(widget => widget.OnState == cell.State)?.OnState ?? field.Widgets[0].OnState
                : null;
            if (value is not null && value != field.Value && field.Kind != FormFieldKind.Signature)
            {
                values[field] = value;
            }
        }

        return values;
    }

    // Without instructions all that is filled in; with instructions the fields that they name.
    static Dictionary<FormField, string> Cleared(FormField[] fields, FormRequest request)
    {
        IEnumerable<FormField> chosen = fields.Where(field => !field.IsEmpty && field.Kind != FormFieldKind.Signature);
        if (request.Cells.Count > 0)
        {
            chosen = chosen.Where(field => request.Cells.Any(cell => IsAt(field, cell)));
        }

        if (!string.IsNullOrWhiteSpace(request.Instructions))
        {
            string[] words = LabelWords.Split(request.Instructions);
            chosen = chosen.Where(field => LabelWords.Split(field.Label).All(words.Contains) || LabelWords.Split(field.Name).All(words.Contains));
        }

        return chosen.ToDictionary(field => field, _ => "");
    }

    static FormField? Best(FormField[] fields, string[] words)
    {
        (FormField Field, int Score)[] scored = [.. fields.Select(field => (field, Math.Max(LabelScore.Of(words, LabelWords.Split(field.Label)), LabelScore.Of(words, LabelWords.Split(field.Name)))))];
        return scored.Length == 0 || scored.MaxBy(item => item.Score) is not { Score: >= LabelScore.Least } best ? null : best.Field;
    }

    // The state of a check box is yes, no, or the name of one of several.
    static string? Accept(FormField field, string text) => field.Kind switch
    {
        FormFieldKind.Text => text,
        FormFieldKind.CheckBox when field.Widgets.FirstOrDefault(widget => widget.OnState.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } widget => widget.OnState,
        FormFieldKind.CheckBox => text.TrimEnd('.').ToUpperInvariant() switch
        {
            "YES" or "TRUE" or "X" or "ON" or "CHECKED" or "CHECK" or "SELECTED" => field.Widgets[0].OnState,
            "NO" or "FALSE" or "OFF" or "UNCHECKED" => "",
            _ => null,
        },
        _ => null,
    };

    static bool IsAt(FormField field, FormCell cell) =>
        cell.Name is not null ? cell.Name == field.Name
        : cell.Center is { } center && (cell.Page ?? field.Page) == field.Page
            && center.X >= field.Box.Left && center.X <= field.Box.Right && center.Y >= field.Box.Top && center.Y <= field.Box.Bottom;

    // "Name: Maria; Date of birth = 1980-01-02"; a comma ends a value only where another label follows it.
    [GeneratedRegex(@"(?:^|[;\n,])\s*([^:=;\n,]{1,60}?)\s*[:=]\s*([^;\n]*?)(?=\s*(?:$|[;\n]|,\s*[^:=;\n,]{1,60}?\s*[:=]))")]
    private static partial Regex Pair { get; }
}
