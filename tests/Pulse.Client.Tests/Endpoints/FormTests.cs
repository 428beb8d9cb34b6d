using System.Net;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Endpoints;

public sealed class FormTests
{
    static readonly FormCell s_cell = new()
    {
        PageNumber = 1,
        BoundingBox = [0.1, 0.2, 0.3, 0.4],
        Text = "é",
        Type = "checkbox",
        Row = 0,
        Column = 1,
        TableIndex = 2,
        CheckboxDetails = [new() { Center = [0.5, 0.6], Selected = true, Text = "yes" }],
    };

    const string CellJson = """{"page_number":1,"bounding_box":[0.1,0.2,0.3,0.4],"text":"\u00E9","type":"checkbox","row":0,"col":1,"table_idx":2,"checkbox_details":[{"center_coord":[0.5,0.6],"selected":true,"text":"yes"}]}""";

    static PulseFile Pdf => PulseFile.FromBytes("%PDF-"u8.ToArray(), "form.pdf");

    static async Task<(string Name, string Content)[]> PartsAsync(string path, Func<FormsClient, Task<JobSubmission>> submit)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.Accepted, """{"job_id":"j1","status":"pending"}""");
        using JobSubmission submission = await harness.RunAsync(submit(harness.Client.Forms));
        Assert.Equal(("j1", JobStatus.Pending), (submission.JobId, submission.Status));
        Sent sent = harness.Requests.Single();
        Assert.Equal((HttpMethod.Post, Harness.BaseUrl + path), (sent.Message.Method, sent.Message.RequestUri!.AbsoluteUri));
        Assert.All(sent.Parts().Where(part => part.Name != "file"), part => Assert.DoesNotContain("Content-Type", part.Headers, StringComparison.OrdinalIgnoreCase));
        return [.. sent.Parts().Select(part => (part.Name, part.Content))];
    }

    [Fact]
    public async Task Detect_on_the_wire() => Assert.Equal(
        [("file", "%PDF-"), ("page_range", "1-3,5"), ("async", "true")],
        await PartsAsync("/form/detect", forms => forms.SubmitDetectAsync(new() { File = Pdf, PageRange = "1-3,5" })));

    [Fact]
    public async Task Fill_on_the_wire() => Assert.Equal(
        [("form_id", "f1"), ("instructions", "Name: Ada"), ("form_fields", $"[{CellJson}]"), ("async", "true")],
        await PartsAsync("/form/fill", forms => forms.SubmitFillAsync(new() { FormId = "f1", Instructions = "Name: Ada", FormFields = [s_cell] })));

    [Fact]
    public async Task Clear_on_the_wire() => Assert.Equal(
        [("file_url", "https://x/f.pdf"), ("async", "true")],
        await PartsAsync("/form/clear", forms => forms.SubmitClearAsync(new() { FileUrl = "https://x/f.pdf" })));

    [Fact]
    public async Task Values()
    {
        using Harness harness = new();
        harness.Answer($$$"""{"form_id":"f1","page_count":2,"pdf_url":"/results/j1/pdf","form_fields":[{{{CellJson}}},{"type":"new","novel":1}],"fields_filled":3,"fields_cleared":4,"credits_used":6,"plan_info":{"tier":"t"}}""");
        using FormResult detected = await harness.RunAsync(harness.Client.Forms.DetectAsync(new() { File = Pdf }));
        Assert.Equal(("f1", 2, "/results/j1/pdf", 3, 4, 6m, "t"), (detected.FormId, detected.PageCount, detected.PdfUrl, detected.FieldsFilled, detected.FieldsCleared, detected.CreditsUsed, detected.PlanInfo!.Tier));
        FormCell cell = detected.FormFields[0];
        Assert.Equal((1, "é", "checkbox", 0, 1, 2), (cell.PageNumber, cell.Text, cell.Type, cell.Row, cell.Column, cell.TableIndex));
        Assert.Equal([0.1, 0.2, 0.3, 0.4], cell.BoundingBox!);
        Assert.Equal((true, "yes", 0.6), (cell.CheckboxDetails!.Single().Selected, cell.CheckboxDetails!.Single().Text, cell.CheckboxDetails!.Single().Center![1]));
        Assert.Equal(1, detected.FormFields[1].AdditionalFields!["novel"].GetInt32());
        Assert.DoesNotContain("async", harness.Requests.Single().Text, StringComparison.Ordinal);
        using FormResult filled = await harness.RunAsync(harness.Client.Forms.FillAsync(new() { FormId = "f1", Instructions = "x", FormFields = detected.FormFields }));
        Assert.Equal($$"""[{{CellJson}},{"type":"new","novel":1}]""", harness.Requests[1].Parts().Single(part => part.Name == "form_fields").Content);
        using FormResult cleared = await harness.RunAsync(harness.Client.Forms.ClearAsync(new() { FormId = "f1" }));
        Assert.Equal(4, cleared.FieldsCleared);
    }

    [Fact]
    public async Task Through_jobs_up_to_the_PDF()
    {
        const string Done = """{"job_id":"j1","status":"completed","result":{"form_id":"f1","pdf_url":"/results/j1/pdf","fields_filled":1}}""";
        using Harness harness = new();
        harness.Answer("""{"job_id":"j1","status":"pending"}""").Answer(Done)
            .Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent("%PDF-1.7"u8.ToArray()) { Headers = { ContentType = new("application/pdf") } } }));
        using FormResult filled = await harness.RunAsync(harness.Client.Forms.FillAndWaitAsync(new() { File = Pdf, Instructions = "x" }));
        Assert.Equal((1, "j1"), (filled.FieldsFilled, filled.Job!.Id));
        using PulseDownload pdf = await harness.RunAsync(harness.Client.Results.GetPdfAsync(filled.Job.Id));
        Assert.Equal(("application/pdf", 8), (pdf.MediaType, pdf.Content.Length));
        Assert.Equal("/results/j1/pdf", harness.Requests[^1].Message.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Detect_and_clear_through_jobs()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"j1","status":"pending"}""").Answer("""{"job_id":"j1","status":"completed","result":{"form_id":"f1"}}""");
        using FormResult detected = await harness.RunAsync(harness.Client.Forms.DetectAndWaitAsync(new() { FileUrl = "u" }));
        Assert.Equal("f1", detected.FormId);
        using Harness failing = new();
        failing.Answer("""{"job_id":"j1","status":"pending"}""").Answer("""{"job_id":"j1","status":"failed","error":"no form"}""");
        Assert.Contains("no form", Assert.IsType<PulseJobException>(await failing.FailureAsync(failing.Client.Forms.ClearAndWaitAsync(new() { FileUrl = "u" }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_forms_are_refused_by_field()
    {
        await RefusedAsync(forms => forms.DetectAsync(new()), "form_id");
        await RefusedAsync(forms => forms.DetectAsync(new() { File = Pdf, FormId = "f" }), "form_id");
        await RefusedAsync(forms => forms.DetectAsync(new() { File = Pdf, FileUrl = "u" }), "file_url");
        await RefusedAsync(forms => forms.DetectAsync(new() { FileUrl = " " }), "file_url");
        await RefusedAsync(forms => forms.DetectAsync(new() { FileUrl = "u", PageRange = "0" }), "page_range");
        await RefusedAsync(forms => forms.FillAsync(new() { FileUrl = "u" }), "instructions");
        await RefusedAsync(forms => forms.FillAsync(new() { FileUrl = "u", Instructions = "" }), "instructions");
        await RefusedAsync(forms => forms.FillAsync(new() { FileUrl = "u", Instructions = "x", FormFields = [] }), "form_fields");
        await RefusedAsync(forms => forms.FillAsync(new() { Instructions = "x" }), "file");
        await RefusedAsync(forms => forms.ClearAsync(new() { FileUrl = "u", FormId = "f" }), "form_id");
        await RefusedAsync(forms => forms.ClearAsync(new() { FileUrl = "u", FormFields = [] }), "form_fields");
        await RefusedAsync(forms => forms.ClearAsync(new() { FileUrl = "u", Async = true }), "async");
    }

    [Theory]
    [InlineData(400, PulseErrorCode.BadRequest)]
    [InlineData(401, PulseErrorCode.Unauthorized)]
    [InlineData(403, PulseErrorCode.Forbidden)]
    [InlineData(404, PulseErrorCode.NotFound)]
    [InlineData(413, PulseErrorCode.TooLarge)]
    [InlineData(429, PulseErrorCode.RateLimited)]
    [InlineData(500, PulseErrorCode.ServerError)]
    public async Task Errors_of_each_endpoint(int status, PulseErrorCode code)
    {
        foreach (Func<FormsClient, Task> call in (Func<FormsClient, Task>[])[
            forms => forms.DetectAsync(new() { FileUrl = "u" }), forms => forms.FillAsync(new() { FileUrl = "u", Instructions = "x" }), forms => forms.ClearAsync(new() { FileUrl = "u" })])
        {
            using Harness harness = new();
            harness.Answer((HttpStatusCode)status, """{"error":{"message":"because"}}""");
            Assert.Equal(code, Assert.IsType<PulseApiException>(await harness.FailureAsync(call(harness.Client.Forms))).Code);
        }
    }

    static async Task RefusedAsync(Func<FormsClient, Task> call, string field)
    {
        using Harness harness = new();
        ArgumentException refusal = Assert.IsType<ArgumentException>(await harness.FailureAsync(call(harness.Client.Forms)));
        Assert.Contains($"'{field}'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Requests);
    }
}
