using System.Net;
using System.Text;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Results;

public sealed class DownloadTests
{
    static readonly byte[] s_png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 255];

    static Harness With(byte[] content, string? mediaType)
    {
        Harness harness = new();
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new ByteArrayContent(content) { Headers = { ContentType = mediaType is null ? null : new(mediaType) } },
        }));
        return harness;
    }

    [Fact]
    public async Task An_image_by_its_name()
    {
        using Harness harness = With(s_png, "image/png");
        using PulseDownload image = await harness.RunAsync(harness.Client.Results.GetImageAsync("a/b", "excel image_1.png"));
        Assert.Equal(s_png, image.Content.ToArray());
        Assert.Equal("image/png", image.MediaType);
        Assert.Equal($"{Harness.BaseUrl}/results/a%2Fb/images/excel%20image_1.png", harness.Requests.Single().Message.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("/results/j1/images/a.png", "https://api.example.com/results/j1/images/a.png", true)]
    [InlineData("https://api.example.com/results/j1/images/a.png", "https://api.example.com/results/j1/images/a.png", true)]
    [InlineData("https://bucket.example.com/a.png?sig=1", "https://bucket.example.com/a.png?sig=1", false)]
    public async Task An_image_by_its_URL_with_the_key_only_at_home(string url, string expected, bool withKey)
    {
        using Harness harness = With(s_png, null);
        using PulseDownload image = await harness.RunAsync(harness.Client.Results.GetImageByUrlAsync(url));
        Assert.Equal((s_png.Length, null), (image.Content.Length, image.MediaType));
        Assert.Equal(expected, harness.Requests.Single().Message.RequestUri!.AbsoluteUri);
        Assert.Equal(withKey ? Harness.ApiKey : null, harness.Requests.Single().Header("x-api-key"));
    }

    [Fact]
    public async Task An_image_within_its_URL_needs_no_request()
    {
        using Harness harness = With(s_png, null);
        using PulseDownload image = await harness.Client.Results.GetImageByUrlAsync($"data:image/png;base64,{Convert.ToBase64String(s_png)}");
        Assert.Equal(s_png, image.Content.ToArray());
        Assert.Equal("image/png", image.MediaType);
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.Results.GetImageByUrlAsync("data:image/png;base64,?"));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.Results.GetImageByUrlAsync("data:image/png,x"));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.Results.GetImageByUrlAsync("file:///etc/passwd"));
        Assert.Empty(harness.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b.png")]
    [InlineData("a\\b.png")]
    public async Task Names_that_would_change_the_path_are_refused(string name)
    {
        using Harness harness = With(s_png, null);
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.Results.GetImageAsync("j", name));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.Results.GetPdfAsync(".."));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.GetSchemaExcelAsync(" "));
        Assert.Empty(harness.Requests);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "<html>")]
    [InlineData("application/json", "{}")]
    [InlineData("application/pdf", "")]
    public async Task What_is_no_file_is_an_error_and_not_saved(string mediaType, string body)
    {
        using Harness harness = new();
        harness.Answer((_, _) =>
        {
            HttpResponseMessage response = new() { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            response.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
            return Task.FromResult(response);
        });
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.pdf");
        PulseProtocolException error = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Results.SavePdfAsync("j1", path)));
        Assert.Equal(("j1", body), (error.JobId, Encoding.UTF8.GetString(error.ResponseBody.Span)));
        Assert.False(File.Exists(path) || File.Exists($"{path}.part"));
    }

    [Fact]
    public async Task To_a_file_replacing_what_is_there()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "a.png");
            await File.WriteAllTextAsync(path, "something older and longer");
            using Harness harness = With(s_png, "image/png");
            await harness.Client.Results.SaveImageAsync("j1", "a.png", path);
            Assert.Equal(s_png, await File.ReadAllBytesAsync(path));
            using Harness pdf = With("%PDF-1.7 and more"u8.ToArray(), "application/pdf");
            await pdf.Client.Results.SavePdfAsync("j1", Path.Combine(folder, "b.pdf"));
            Assert.Equal(["a.png", "b.pdf"], Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_costs_no_request()
    {
        using Harness harness = With(s_png, null);
        await Assert.ThrowsAsync<PulseFileException>(() => harness.Client.Results.SavePdfAsync("j1", "/nonexistent/folder/a.pdf"));
        Assert.Empty(harness.Requests);
    }

    [Theory]
    [InlineData(400, PulseErrorCode.BadRequest, 1)]
    [InlineData(401, PulseErrorCode.Unauthorized, 1)]
    [InlineData(403, PulseErrorCode.Forbidden, 1)]
    [InlineData(404, PulseErrorCode.NotFound, 1)]
    [InlineData(500, PulseErrorCode.ServerError, 3)]
    public async Task Errors(int status, PulseErrorCode code, int requests)
    {
        foreach (Func<ResultsClient, Task> call in (Func<ResultsClient, Task>[])[results => results.GetPdfAsync("j1"), results => results.GetImageAsync("j1", "a.png")])
        {
            using Harness harness = new();
            harness.Answer((HttpStatusCode)status, """{"error":{"message":"because"}}""");
            PulseApiException error = Assert.IsType<PulseApiException>(await harness.FailureAsync(call(harness.Client.Results)));
            Assert.Equal((code, "j1", requests), (error.Code, error.JobId, harness.Requests.Count));
        }
    }
}
