using System.Diagnostics;
using System.Globalization;
using Pulse.Client.Results;

namespace Pulse.Cli.Viewing;

/// <summary>Pictures of the pages of a document: of a PDF made by <c>pdftoppm</c>, where the machine has it; an image is its own.</summary>
sealed class PagePictures : IDisposable
{
    const string Program = "pdftoppm";
    const int MaxPages = 200;

    // An image that is a document has this many bytes at most.
    const long MaxImage = 64 * 1024 * 1024;
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    readonly string? _folder;

    PagePictures(string? folder) => _folder = folder;

    internal static PagePictures None => new(null);

    /// <summary>The pages that there are pictures of, read one after the other.</summary>
    internal IEnumerable<(int Number, byte[] Picture)> Pages { get; private init; } = [];

    /// <summary>Why there are none, or not all.</summary>
    internal string? Problem { get; private init; }

    /// <summary>Whether the problem is worth a word where nobody has asked for pictures.</summary>
    internal bool IsUnexpected { get; private init; }

    internal static async Task<PagePictures> OfAsync(string document, CancellationToken stop)
    {
        byte[] start = new byte[1024];
        int read;
        try
        {
            using FileStream file = PathFiles.Open(document, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete });
            read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(null) { Problem = exception.Message, IsUnexpected = true };
        }

        ReadOnlyMemory<byte> head = start.AsMemory(0, read);
        if (head.Span.IndexOf("%PDF"u8) >= 0)
        {
            return await OfPdfAsync(document, stop).ConfigureAwait(false);
        }

        bool isImage = head.Span.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || head.Span.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);
        return !isImage ? new(null) { Problem = $"'{RawPaths.Readable(document)}' is neither a PDF nor a PNG or JPEG." }
            : PathFiles.Length(document) is <= MaxImage ? new(null) { Pages = [(1, PathFiles.ReadAllBytes(document))] }
            : new(null) { Problem = $"'{RawPaths.Readable(document)}' has more than {MaxImage >> 20} MiB." };
    }

    static async Task<PagePictures> OfPdfAsync(string document, CancellationToken stop)
    {
        if (Browser.Find(Program, Environment.GetEnvironmentVariable("PATH")) is not { } program)
        {
            return new(null) { Problem = $"{Program} is not on this machine (Debian: poppler-utils)." };
        }

        string folder = Directory.CreateTempSubdirectory("pulse-pages-").FullName;
        try
        {
            // Through its stdin, whatever the file is called.
            using FileStream file = PathFiles.Open(document, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete });
            using Process process = Process.Start(new ProcessStartInfo(program, ["-q", "-r", "96", "-jpeg", "-l", MaxPages.ToString(CultureInfo.InvariantCulture), "-", Path.Combine(folder, "page")])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardError = true,
            })!;
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(s_patience);
            string said;
            try
            {
                Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
                await FeedAsync(file, process, limit.Token).ConfigureAwait(false);
                said = await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                stop.ThrowIfCancellationRequested();
                return new(folder) { Problem = $"{Program} took too long.", IsUnexpected = true };
            }

            string[] files = [.. Directory.GetFiles(folder, "page-*.jpg").Order(StringComparer.Ordinal)];
            string? problem = process.ExitCode != 0 && files.Length == 0 ? $"{Program} cannot draw '{RawPaths.Readable(document)}'{(said.Trim() is { Length: > 0 } words ? $": {words.Split('\n')[0]}" : "")}."
                : files.Length == MaxPages ? $"only the first {MaxPages} pages have pictures."
                : null;
            return new(folder) { Pages = files.Select(static path => (Number(path), File.ReadAllBytes(path))), Problem = problem, IsUnexpected = problem is not null };
        }
        catch (Exception exception) when (exception is IOException or System.ComponentModel.Win32Exception)
        {
            return new(folder) { Problem = $"{Program} cannot be run: {exception.Message}", IsUnexpected = true };
        }
    }

    /// <summary>Passes the document on. A program that has seen enough closes its end.</summary>
    static async Task FeedAsync(FileStream file, Process process, CancellationToken stop)
    {
        try
        {
            await file.CopyToAsync(process.StandardInput.BaseStream, stop).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Its exit code says what was wrong.
        }
    }

    static int Number(string path) => int.Parse(Path.GetFileNameWithoutExtension(path).Split('-')[^1], CultureInfo.InvariantCulture);

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
