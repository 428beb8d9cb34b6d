using System.Net;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Writer;

namespace Pulse.Sandbox.Tests.Steps;

public sealed class ImageTests
{
    // One red pixel.
    static readonly byte[] s_png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    static byte[] Picture()
    {
        var builder = new PdfDocumentBuilder();
        PdfPageBuilder page = builder.AddPage(PageSize.A4);
        page.AddPng(s_png, new PdfRectangle(100, 600, 200, 700));
        return builder.Build();
    }

    [Fact]
    public async Task Pictures_are_linked_and_can_be_fetched_again_and_again()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.ExtractAsync(Picture(), "p.pdf", ("figureProcessing", """{"showImages":true}"""));
        JsonElement image = Assert.Single(answer.Json.GetProperty("bounding_boxes").GetProperty("Images").EnumerateArray());
        Assert.Equal(("img-1", "image", 1), (image.Text("id"), image.Text("visual_type"), image.GetProperty("page_number").GetInt32()));
        Assert.Equal(8, image.GetProperty("bounding_box").GetArrayLength());
        string url = image.Text("image_url");
        Assert.StartsWith($"{sandbox.Sandbox.BaseUrl}results/", url, StringComparison.Ordinal);
        Assert.EndsWith("/images/pdf_image_1_1.png", url, StringComparison.Ordinal);
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage response = await sandbox.Http.GetAsync(url, TestContext.Current.CancellationToken);
            Assert.Equal("image/png", response.Content.Headers.ContentType!.MediaType);
            Assert.True((await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).AsSpan().StartsWith(s_png.AsSpan(0, 8)));
        }

        using HttpClient nobody = sandbox.NewClient(null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TestSandbox.SendAsync(nobody, HttpMethod.Get, url)).Status);
        using HttpClient other = sandbox.NewClient(SandboxOptions.OtherApiKey);
        Assert.Equal(HttpStatusCode.Forbidden, (await TestSandbox.SendAsync(other, HttpMethod.Get, url)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.GetAsync(url.Replace("_1.png", "_2.png", StringComparison.Ordinal))).Status);
        Answer bad = await sandbox.GetAsync(url.Replace("pdf_image_1_1.png", "..%2Fx", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, "REQ_003"), (bad.Status, bad.ErrorCode));
    }

    [Fact]
    public async Task The_deprecated_option_embeds_them_and_none_leaves_them_out()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer embedded = await sandbox.ExtractAsync(Picture(), "p.pdf", ("showImages", "true"));
        Assert.StartsWith("data:image/png;base64,iVBOR", embedded.Json.GetProperty("bounding_boxes").GetProperty("Images")[0].Text("image_url"), StringComparison.Ordinal);
        Answer without = await sandbox.ExtractAsync(Picture(), "p.pdf");
        Assert.False(without.Json.GetProperty("bounding_boxes").TryGetProperty("Images", out _));
    }
}
