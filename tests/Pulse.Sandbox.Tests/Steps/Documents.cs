using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Steps;

/// <summary>Documents and shortcuts for the steps that follow an extraction.</summary>
static class Documents
{
    /// <summary>Three pages with headings, one of them with a table that goes on over two pages.</summary>
    public static byte[] Chapters() => new TestPdf()
        .Page().Text(72, 770, "Revenue", 20).Text(72, 730, "Revenue per quarter was good and sales went up in all regions of the market.")
        .Text(72, 650, "Region").Text(200, 650, "Sales").Text(72, 634, "North").Text(200, 634, "100").Text(72, 618, "South").Text(200, 618, "250")
        .Page().Text(72, 770, "Revenue, continued", 20)
        .Text(72, 650, "Region").Text(200, 650, "Sales").Text(72, 634, "West").Text(200, 634, "300").Text(72, 618, "East").Text(200, 618, "50")
        .Page().Text(72, 770, "People", 20).Text(72, 730, "The staff grew. Head count: 41")
        .Build();

    public static byte[] Sample(string name) => File.ReadAllBytes(SamplePath(name));

    public static string SamplePath(string name)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pulse.Native.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "samples", name);
    }

    /// <summary>Extracts a document and gives the id of what is kept.</summary>
    public static async Task<string> ExtractionAsync(this TestSandbox sandbox, byte[] file, string name = "file.pdf") =>
        (await sandbox.ExtractAsync(file, name)).Json.GetProperty("extraction_id").GetString()!;

    /// <summary>Waits for a job and gives its object.</summary>
    public static async Task<JsonElement> EndOfAsync(this TestSandbox sandbox, string jobId)
    {
        for (int i = 0; i < 400; i++)
        {
            Answer answer = await sandbox.GetAsync($"/job/{jobId}");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            if (answer.JobStatus is not ("pending" or "processing"))
            {
                return answer.Json;
            }

            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"The job {jobId} did not end.");
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static int[] Numbers(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    public static string[] Names(this JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];
}
