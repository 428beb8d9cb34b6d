namespace Pulse.Client.Bodies;

/// <summary>The multipart body of the form endpoints: names in snake case, the fields one part of JSON (docs/api.md, section 2).</summary>
static class FormForm
{
    internal static HttpContent Create(FormRequest request, string? instructions, IReadOnlyList<FormCell>? formFields) =>
        MultipartForm.Create((request, instructions, formFields), static (form, given) =>
        {
            form.AddFile(given.request.File);
            form.AddText("file_url", given.request.FileUrl);
            form.AddText("form_id", given.request.FormId);
            form.AddText("instructions", given.instructions);
            form.AddJson("form_fields", given.formFields, PulseJsonContext.Default.IReadOnlyListFormCell);
            form.AddText("page_range", given.request.PageRange);
            form.AddFlag("async", given.request.Async);
            form.AddElements(given.request.AdditionalFields);
        });
}
