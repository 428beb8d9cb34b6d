using System.Net;
using System.Net.Sockets;
using System.Text;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Requests;

public class UploadTests
{
    [Fact]
    public async Task A_hundred_megabytes_are_received()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        int before = TemporaryFiles();
        Answer answer = await box.ExtractAsync(new byte[100 * 1024 * 1024], "big.dat");
        Assert.Equal("FILE_001", answer.ErrorCode);
        Assert.Equal(100 * 1024 * 1024, box.Sandbox.Journal.Entries[0].Parts[0].Size);
        Assert.Equal(before, TemporaryFiles());
    }

    [Fact]
    public async Task A_large_document_is_read_from_its_temporary_file()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { LargeResultBytes = 100_000_000 });
        string text = string.Concat(Enumerable.Repeat("A line of a long text.\n", 250_000));
        Answer answer = await box.ExtractTextAsync(text);
        Assert.Equal(text.TrimEnd('\n'), answer.Json.GetProperty("markdown").GetString());
    }

    [Fact]
    public async Task A_larger_file_than_allowed_is_413()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxUploadBytes = 1000 });
        Answer answer = await box.ExtractAsync(new byte[1001]);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "FILE_002"), (answer.Status, answer.ErrorCode));
        Assert.Equal(HttpStatusCode.OK, (await box.ExtractAsync(Encoding.ASCII.GetBytes(new string('a', 1000)))).Status);
    }

    [Fact]
    public async Task A_form_that_breaks_off_leaves_nothing_behind()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        int before = TemporaryFiles();
        byte[] body = new byte[6 * 1024 * 1024];
        Encoding.ASCII.GetBytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n").CopyTo(body, 0);
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", content);
        Assert.Equal("REQ_002", answer.ErrorCode);
        Assert.Equal(before, TemporaryFiles());
    }

    static int TemporaryFiles() => Directory.GetFiles(Path.GetTempPath(), $"pulse-sandbox-{Environment.ProcessId}-*").Length;

    [Fact]
    public async Task A_sender_that_asks_first_is_refused_before_it_sends()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxUploadBytes = 1000 });
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, box.Sandbox.BaseUrl.Port, TestContext.Current.CancellationToken);
        using NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /extract HTTP/1.1\r\nHost: localhost\r\nx-api-key: {box.Sandbox.ApiKey}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 50000000000\r\nExpect: 100-continue\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal((413, 0), (Assert.Single(box.Sandbox.Journal.Entries).Status, Assert.Single(box.Sandbox.Journal.Entries).BodySize));
    }

    [Fact]
    public async Task A_sender_that_does_not_ask_gets_its_answer_too()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxUploadBytes = 1000 });
        Answer answer = await box.ExtractAsync(new byte[20 << 20], "file.pdf");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "FILE_002"), (answer.Status, answer.ErrorCode));
    }
}
