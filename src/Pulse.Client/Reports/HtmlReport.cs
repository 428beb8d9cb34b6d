using System.Buffers;
using System.Text.Json;
using Pulse.Client.Reports;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// A result as one HTML file to look at: the pages with their boxes, the text in place, tables, structured output with its citations, and
/// warnings. The file needs nothing else, loads nothing, and treats all that comes from the document as text. It is written in one pass.
/// </summary>
public sealed class HtmlReport
{
    readonly Job? _whole;
    readonly RawResult? _result;
    readonly ReadOnlyMemory<byte> _json;
    readonly byte[] _job;
    readonly List<ReportPicture> _pictures = [];

    /// <summary>A report about a job and its result, or its error.</summary>
    /// <param name="job">The job. The report reads it while it is written; do not dispose it before.</param>
    public HtmlReport(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        _whole = job;
        _job = Envelope(job);
    }

    /// <summary>A report about a result.</summary>
    /// <param name="result">The result of any endpoint. The report reads it while it is written; do not dispose it before.</param>
    public HtmlReport(RawResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _result = result;
        _job = [];
    }

    /// <summary>A report about a result, or a job with its result, that was stored as JSON.</summary>
    /// <param name="json">A JSON text in UTF-8. The report reads it while it is written; do not change it before.</param>
    /// <exception cref="PulseProtocolException">It is not JSON.</exception>
    public HtmlReport(ReadOnlyMemory<byte> json)
    {
        if (!JsonValidator.TryValidate(json.Span, out JsonFault fault))
        {
            throw new PulseProtocolException($"The result cannot be read: {fault.Describe()}.");
        }

        _json = json;
        _job = [];
    }

    /// <summary>The title, for example the name of the document. By default, what the result itself says.</summary>
    public string? Title { get; set; }

    /// <summary>Adds a picture of a page, which is shown behind the boxes.</summary>
    /// <param name="page">The page, counted from 1.</param>
    /// <param name="picture">A PNG, JPEG, GIF or WebP.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public void AddPage(int page, ReadOnlyMemory<byte> picture)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(page);
        _pictures.Add(ReportPicture.OfPage(page, picture));
    }

    /// <summary>Adds an image to which the result has a link (<c>image_url</c>); the report loads nothing itself.</summary>
    /// <param name="url">The link as it is in the result.</param>
    /// <param name="image">A PNG, JPEG, GIF or WebP.</param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public void AddImage(string url, ReadOnlyMemory<byte> image)
    {
        ArgumentNullException.ThrowIfNull(url);
        _pictures.Add(ReportPicture.OfUrl(url, image));
    }

    /// <summary>Writes the report.</summary>
    /// <param name="stream">Where to.</param>
    /// <exception cref="PulseProtocolException">The JSON of the result is malformed; nothing was written.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using IDisposable? held = Open(out ReadOnlyMemory<byte> result);
        foreach (ReadOnlyMemory<byte> piece in ReportPage.Pieces(Title, _job, result, _pictures))
        {
            stream.Write(piece.Span);
        }
    }

    /// <summary>Writes the report.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="PulseProtocolException">The JSON of the result is malformed; nothing was written.</exception>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using IDisposable? held = Open(out ReadOnlyMemory<byte> result);
        foreach (ReadOnlyMemory<byte> piece in ReportPage.Pieces(Title, _job, result, _pictures))
        {
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the report to a file, which appears whole or not at all. An existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="PulseFileException">The path cannot be written.</exception>
    /// <exception cref="PulseProtocolException">The JSON of the result is malformed; nothing was written.</exception>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using IDisposable? held = Open(out ReadOnlyMemory<byte> result);
        using WholeFile file = await WholeFile.CreateAsync(path, cancellationToken).ConfigureAwait(false);
        await file.WriteAsync(ReportPage.Pieces(Title, _job, result, _pictures), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The report in memory, of which the caller becomes the owner.</summary>
    /// <exception cref="PulseProtocolException">The JSON of the result is malformed.</exception>
    internal NativeBuffer ToBuffer()
    {
        using IDisposable? held = Open(out ReadOnlyMemory<byte> result);
        NativeBuffer page = new((int)Math.Min(int.MaxValue / 2, 128 * 1024 + ((long)result.Length * 9 / 8)));
        try
        {
            foreach (ReadOnlyMemory<byte> piece in ReportPage.Pieces(Title, _job, result, _pictures))
            {
                if (page.FreeSpan.Length < piece.Length)
                {
                    page.Resize(checked((int)Math.Max(page.Length + (long)piece.Length, Math.Min((long)page.Capacity * 2, Array.MaxLength - 1))));
                }

                piece.Span.CopyTo(page.FreeSpan);
                page.Advance(piece.Length);
            }

            return page;
        }
        catch (Exception)
        {
            page.Close();
            throw;
        }
    }

    /// <summary>The result, checked, and what keeps its memory from being given back while it is read.</summary>
    IDisposable? Open(out ReadOnlyMemory<byte> json)
    {
        Job? job = _whole?.Share();
        RawResult? result = job is null ? _result?.Share() : job.Result ?? job.Body;
        try
        {
            result?.Validate();
            json = result?.Json ?? _json;
            return job ?? (IDisposable?)result;
        }
        catch (PulseProtocolException)
        {
            result?.Dispose();
            job?.Dispose();
            throw;
        }
    }

    static byte[] Envelope(Job job)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("job_id", job.Id);
            json.WriteString("status", job.StatusText);
            foreach ((string name, string? text) in (ReadOnlySpan<(string, string?)>)[("created_at", job.CreatedAtText), ("updated_at", job.UpdatedAtText), ("error", job.Error)])
            {
                if (text is not null)
                {
                    json.WriteString(name, text);
                }
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
