namespace Pulse.Client.Tests.Support;

/// <summary>A part of a multipart body as it went out.</summary>
sealed record Part(string Name, string Headers, string Content);

static class Multipart
{
    /// <summary>Takes a multipart body apart.</summary>
    internal static IReadOnlyList<Part> Parts(this Sent sent)
    {
        string boundary = sent.Message.Content!.Headers.ContentType!.Parameters.Single().Value!.Trim('"');
        Assert.Equal("multipart/form-data", sent.Message.Content.Headers.ContentType.MediaType);
        string[] parts = sent.Text.Split($"--{boundary}", StringSplitOptions.None);
        Assert.Equal("--", parts[^1].Trim());
        return [.. parts[1..^1].Select(part => part.Split("\r\n\r\n", 2)).Select(pair => new Part(pair[0].Split("name=\"")[1].Split('"')[0], pair[0].Trim(), pair[1][..^2]))];
    }
}
