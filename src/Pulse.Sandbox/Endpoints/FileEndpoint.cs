using System.Runtime.InteropServices;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>GET /_sandbox/files/{name}</c>: documents to name by URL in tests.</summary>
static partial class FileEndpoint
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

        // A link may lead to a file of the folder, but not out of it.
        string? path = RealPath(Path.Combine(directory, name));
        return path is not null && RealPath(directory) is { } folder && path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal) && File.Exists(path) ? path : null;
    }

    static string? RealPath(string path)
    {
        nint real = ResolvePath(path, 0);
        try
        {
            return Marshal.PtrToStringUTF8(real);
        }
        finally
        {
            Free(real);
        }
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint ResolvePath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Free(nint memory);

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
