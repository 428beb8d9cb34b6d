using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Pulse.Sandbox.Tests.Support;

/// <summary>A response that was read whole.</summary>
sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public string? ErrorCode => Json.GetProperty("error").GetProperty("code").GetString();

    public string ErrorMessage => Json.GetProperty("error").GetProperty("message").GetString()!;

    public string? ErrorField => Json.GetProperty("error").GetProperty("details").GetProperty("field").GetString();

    public string JobId => Json.GetProperty("job_id").GetString()!;

    public string JobStatus => Json.GetProperty("status").GetString()!;
}

/// <summary>A sandbox in this process, on a real socket, with a client that has the key.</summary>
sealed class TestSandbox : IAsyncDisposable
{
    TestSandbox(PulseSandbox sandbox)
    {
        Sandbox = sandbox;
        Http = NewClient(sandbox.ApiKey);
    }

    public PulseSandbox Sandbox { get; }

    public HttpClient Http { get; }

    public static async Task<TestSandbox> StartAsync(SandboxOptions? options = null) => new(await PulseSandbox.StartAsync(options, TestContext.Current.CancellationToken));

    public HttpClient NewClient(string? key)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Sandbox.BaseUrl, Timeout = TimeSpan.FromSeconds(60) };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Add("x-api-key", key);
        }

        return http;
    }

    public Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null) => SendAsync(Http, method, path, content);

    public static async Task<Answer> SendAsync(HttpClient http, HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostJsonAsync(string path, string json) => SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Uploads a document with form fields.</summary>
    public Task<Answer> ExtractAsync(byte[] file, string fileName = "file.pdf", params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, "/extract", Form(file, fileName, fields));

    public Task<Answer> ExtractTextAsync(string text, params (string Name, string Value)[] fields) =>
        ExtractAsync(Encoding.UTF8.GetBytes(text), "file.txt", fields);

    /// <summary>Submits a document and returns the job's id.</summary>
    public async Task<string> SubmitAsync(byte[] file, params (string Name, string Value)[] fields)
    {
        Answer answer = await ExtractAsync(file, "file.pdf", [.. fields, ("async", "true")]);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.JobId;
    }

    /// <summary>A form as the SDKs send it: the text parts have no Content-Type.</summary>
    public static MultipartFormDataContent Form(byte[]? file, string? fileName, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        if (file is not null)
        {
            var part = new ByteArrayContent(file);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "file", fileName!);
        }

        foreach ((string name, string value) in fields)
        {
            var part = new StringContent(value);
            part.Headers.ContentType = null;
            form.Add(part, name);
        }

        return form;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Sandbox.DisposeAsync();
    }
}
