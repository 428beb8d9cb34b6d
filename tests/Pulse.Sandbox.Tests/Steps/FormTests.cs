using System.Net;
using System.Text.Json;
using Pulse.Sandbox.Documents.Pdf.Forms;
using Pulse.Sandbox.Tests.Support;
using UglyToad.PdfPig;
using UglyToad.PdfPig.AcroForms.Fields;

namespace Pulse.Sandbox.Tests.Steps;

public sealed class FormTests
{
    static readonly byte[] s_application = Documents.Sample("membership-application.pdf");

    static Task<Answer> PostAsync(TestSandbox sandbox, string action, params (string Name, string Value)[] fields) =>
        sandbox.SendAsync(HttpMethod.Post, $"/form/{action}", TestSandbox.Form(s_application, "a.pdf", fields));

    static JsonElement Cell(JsonElement result, string name) => result.GetProperty("form_fields").EnumerateArray().Single(cell => cell.Text("name") == name);

    static async Task<byte[]> PdfAsync(TestSandbox sandbox, JsonElement result)
    {
        using HttpResponseMessage response = await sandbox.Http.GetAsync(result.Text("pdf_url"), TestContext.Current.CancellationToken);
        Assert.Equal("application/pdf", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Fields_are_found_with_their_places_and_labels()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await PostAsync(sandbox, "detect");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        JsonElement result = answer.Json;
        Assert.Equal((1, 9, 1m), (result.GetProperty("page_count").GetInt32(), result.GetProperty("form_fields").GetArrayLength(), result.GetProperty("credits_used").GetDecimal()));
        JsonElement name = Cell(result, "full_name");
        Assert.Equal(("text", "", "Full name", 1), (name.Text("type"), name.Text("text"), name.Text("label"), name.GetProperty("page_number").GetInt32()));
        double[] box = [.. name.GetProperty("bounding_box").EnumerateArray().Select(edge => edge.GetDouble())];
        Assert.Equal([0.336134, 0.773109], [box[0], box[2]]);
        Assert.True(box[1] < box[3] && box[3] < 0.25);
        Assert.Equal("none yet", Cell(result, "member.number").Text("text"));
        Assert.Equal("signature", Cell(result, "signature").Text("type"));
        JsonElement news = Cell(result, "newsletter");
        Assert.Equal(("checkbox", "I want to receive the newsletter"), (news.Text("type"), news.Text("text")));
        Assert.False(news.GetProperty("checkbox_details")[0].GetProperty("selected").GetBoolean());
        Assert.Equal(["Adult", "Student", "Family"], Cell(result, "membership").GetProperty("checkbox_details").EnumerateArray().Select(choice => choice.Text("text")));
        Assert.False(result.TryGetProperty("fields_filled", out _));
        Assert.Equal(s_application, await PdfAsync(sandbox, result));
    }

    [Fact]
    public async Task Filling_changes_the_pdf_and_clearing_empties_it()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await PostAsync(sandbox, "fill", ("instructions", "Full name: Maria (Łódź), Date of birth = 1980-02-03; kind of membership: student\nnewsletter: yes; signature: me"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((4, 3m), (answer.Json.GetProperty("fields_filled").GetInt32(), answer.Json.GetProperty("credits_used").GetDecimal()));
        Assert.Equal("Maria (Łódź)", Cell(answer.Json, "full_name").Text("text"));
        byte[] filled = await PdfAsync(sandbox, answer.Json);

        // Read by the library's own reader of forms, which knows nothing of the sandbox.
        using (PdfDocument pdf = PdfDocument.Open(filled))
        {
            Assert.True(pdf.TryGetForm(out UglyToad.PdfPig.AcroForms.AcroForm? form));
            Dictionary<string, AcroFieldBase> fields = form.Fields.Where(field => field.Information.PartialName is not null).ToDictionary(field => field.Information.PartialName!);
            Assert.Equal("Maria (Łódź)", Assert.IsType<AcroTextField>(fields["full_name"]).Value);
            Assert.Equal("1980-02-03", Assert.IsType<AcroTextField>(fields["birth_date"]).Value);
            Assert.True(Assert.IsType<AcroCheckboxField>(fields["newsletter"]).IsChecked);
            Assert.False(Assert.IsType<AcroCheckboxField>(fields["rules"]).IsChecked);
            Assert.Contains("Strait Rowing Club", pdf.GetPage(1).Text, StringComparison.Ordinal);
        }

        Answer partly = await sandbox.SendAsync(HttpMethod.Post, "/form/clear", TestSandbox.Form(null, null, ("form_id", answer.Json.Text("form_id")), ("instructions", "the full name please")));
        Assert.Equal(1, partly.Json.GetProperty("fields_cleared").GetInt32());
        Assert.Equal(("", "1980-02-03"), (Cell(partly.Json, "full_name").Text("text"), Cell(partly.Json, "birth_date").Text("text")));

        Answer cleared = await sandbox.PostJsonAsync("/form/clear", $$$"""{"form_id":"{{{answer.Json.Text("form_id")}}}"}""");
        Assert.Equal(5, cleared.Json.GetProperty("fields_cleared").GetInt32());
        using var empty = PdfForm.Open(await PdfAsync(sandbox, cleared.Json));
        Assert.All(empty.Fields, field => Assert.True(field.IsEmpty));
    }

    [Fact]
    public async Task Fields_are_told_by_their_place()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        JsonElement detected = (await PostAsync(sandbox, "detect")).Json;
        string box = Cell(detected, "phone").GetProperty("bounding_box").GetRawText();
        string rules = Cell(detected, "rules").GetProperty("bounding_box").GetRawText();
        string cells = $$$"""[{"page_number":1,"bounding_box":{{{box}}},"text":"+45 1234","type":"text"},{"page_number":1,"bounding_box":{{{rules}}},"checkbox_details":[{"selected":true}]},{"name":"email","text":"m@example.org"}]""";
        Answer answer = await PostAsync(sandbox, "fill", ("instructions", "phone: 99"), ("form_fields", cells));
        Assert.Equal(3, answer.Json.GetProperty("fields_filled").GetInt32());
        Assert.Equal(("+45 1234", "m@example.org"), (Cell(answer.Json, "phone").Text("text"), Cell(answer.Json, "email").Text("text")));
        Assert.True(Cell(answer.Json, "rules").GetProperty("checkbox_details")[0].GetProperty("selected").GetBoolean());
    }

    [Fact]
    public async Task An_asynchronous_form_is_accepted_and_its_pdf_is_there_when_the_job_is_over()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        sandbox.Sandbox.Clock.Freeze();
        Answer answer = await PostAsync(sandbox, "fill", ("instructions", "phone: 99"), ("async", "true"));
        Assert.Equal((HttpStatusCode.Accepted, "pending"), (answer.Status, answer.JobStatus));
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.GetAsync($"/results/{answer.JobId}/pdf")).Status);
        sandbox.Sandbox.Clock.Advance(TimeSpan.FromMinutes(1));
        JsonElement result = (await sandbox.EndOfAsync(answer.JobId)).GetProperty("result");
        Assert.Equal(1, result.GetProperty("fields_filled").GetInt32());
        Assert.NotEqual(s_application, await PdfAsync(sandbox, result));
        using HttpClient other = sandbox.NewClient(SandboxOptions.OtherApiKey);
        Assert.Equal(HttpStatusCode.Forbidden, (await TestSandbox.SendAsync(other, HttpMethod.Get, $"/results/{answer.JobId}/pdf")).Status);
    }

    [Fact]
    public async Task A_pdf_without_fields_is_said_to_have_none()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.SendAsync(HttpMethod.Post, "/form/fill", TestSandbox.Form(TestPdf.Statement(), "s.pdf", ("instructions", "a: b")));
        Assert.Equal((0, 0), (answer.Json.GetProperty("fields_filled").GetInt32(), answer.Json.GetProperty("form_fields").GetArrayLength()));
        Assert.Contains("no form fields", answer.Json.GetProperty("warnings")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("detect", """{}""", "REQ_001")]
    [InlineData("detect", """{"form_id":"f","file_url":"http://127.0.0.1/a"}""", "REQ_003")]
    [InlineData("detect", """{"form_id":"f","page_range":"0"}""", "REQ_006")]
    [InlineData("detect", """{"form_id":"f","page_range":"1","pages":"1"}""", "REQ_003")]
    [InlineData("detect", """{"file_url":"ftp://127.0.0.1/a"}""", "REQ_003")]
    [InlineData("detect", """{"form_id":"f"}""", "STORAGE_002")]
    [InlineData("fill", """{"form_id":"f"}""", "REQ_004")]
    [InlineData("fill", """{"form_id":"f","instructions":" "}""", "REQ_003")]
    [InlineData("fill", """{"form_id":"f","instructions":"a: b","form_fields":{}}""", "REQ_003")]
    [InlineData("fill", """{"form_id":"f","instructions":"a: b","form_fields":[{"bounding_box":[1,2]}]}""", "REQ_003")]
    [InlineData("clear", """{"form_id":"f","surprise":true}""", "REQ_002")]
    public async Task Bad_requests(string action, string request, string code)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.PostJsonAsync($"/form/{action}", request);
        Assert.Equal((code.StartsWith("STORAGE", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, code), (answer.Status, answer.ErrorCode));
    }

    [Theory]
    [InlineData("hello", "FILE_001")]
    [InlineData("", "FILE_004")]
    [InlineData("%PDF-1.7 and nothing", "FILE_003")]
    public async Task Only_pdf_files_are_forms(string content, string code)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.SendAsync(HttpMethod.Post, "/form/detect", TestSandbox.Form(System.Text.Encoding.UTF8.GetBytes(content), "a.pdf"));
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.ErrorCode));
    }
}
