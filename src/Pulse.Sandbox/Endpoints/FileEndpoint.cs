using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>GET /_sandbox/files/{name}</c>: documents to name by URL in tests.</summary>
static class FileEndpoint
{
    public static async Task GetAsync(Exchange exchange)
    {
        string name = exchange.Values[0];
        string? path = Resolve(exchange.State.Options.FilesDirectory, name);
        if (path is null)
        {
            throw ApiErrors.UnknownPath(exchange.Entry.Path);
        }

        exchange.Http.Response.ContentType = ContentTypeOf(name);
        await exchange.Http.Response.SendFileAsync(path, exchange.Aborted).ConfigureAwait(false);
    }

    // A name is one file in the folder itself: after decoding it may hold slashes and dots.
    static string? Resolve(string? directory, string name)
    {
        if (directory is null || name is "." or ".." || name.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            return null;
        }

        string path = Path.Combine(directory, name);
        return File.Exists(path) ? Path.GetFullPath(path) : null;
    }

    static string ContentTypeOf(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".PDF" => "application/pdf",
        ".TXT" => "text/plain",
        ".MD" => "text/markdown",
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".HTML" => "text/html",
        _ => "application/octet-stream",
    };
}
