using Pulse.Client.Results;
using Pulse.Client.Transfers;

namespace Pulse.Client;

/// <summary>Downloads of files that jobs have created. A file can be downloaded any number of times while it is stored. Thread-safe.</summary>
public sealed class ResultsClient
{
    readonly ClientSettings _settings;
    readonly Downloads _downloads;

    internal ResultsClient(ClientSettings settings, Downloads downloads)
    {
        _settings = settings;
        _downloads = downloads;
    }

    /// <summary>Downloads the PDF of a form's job: <c>GET /results/{jobId}/pdf</c>.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseApiException">Code <see cref="PulseErrorCode.NotFound"/>: the job has no PDF, or it has been deleted.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<PulseDownload> GetPdfAsync(string jobId, CancellationToken cancellationToken = default) =>
        _downloads.GetPdfAsync(JobIds.Check(jobId), cancellationToken);

    /// <summary>Downloads the PDF of a form's job into a file. It is written to a temporary file in the same folder, flushed, and then renamed.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="path">The file to write. An existing file is replaced.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseFileException">The path cannot be written.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task SavePdfAsync(string jobId, string path, CancellationToken cancellationToken = default) =>
        _downloads.SaveAsync(path, token => GetPdfAsync(jobId, token), cancellationToken);

    /// <summary>Downloads an image of an extraction: <c>GET /results/{jobId}/images/{fileName}</c>.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="fileName">The last part of the image's <c>image_url</c>, for example <c>excel_image_1_1.png</c>.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The id or the name is empty, blank, "." or "..", or the name contains a slash.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<PulseDownload> GetImageAsync(string jobId, string fileName, CancellationToken cancellationToken = default)
    {
        JobIds.Check(jobId);
        JobIds.Check(fileName, "file name", nameof(fileName));
        return fileName.AsSpan().ContainsAny('/', '\\')
            ? throw new ArgumentException("The file name contains a slash; it must be the last part of the image's URL.", nameof(fileName))
            : _downloads.GetImageAsync(jobId, fileName, cancellationToken);
    }

    /// <summary>Downloads an image of an extraction into a file. It is written to a temporary file in the same folder, flushed, and then renamed.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="fileName">The last part of the image's <c>image_url</c>.</param>
    /// <param name="path">The file to write. An existing file is replaced.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The id or the name is empty, blank, "." or "..", or the name contains a slash.</exception>
    /// <exception cref="PulseFileException">The path cannot be written.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task SaveImageAsync(string jobId, string fileName, string path, CancellationToken cancellationToken = default) =>
        _downloads.SaveAsync(path, token => GetImageAsync(jobId, fileName, token), cancellationToken);

    /// <summary>Gets the image of a bounding box by its <c>image_url</c>: a relative or absolute URL, or a <c>data:</c> URL that contains the image. The API key is sent only to the origin of the base URL.</summary>
    /// <param name="imageUrl">The URL from the result.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">It is not a URL of an image.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<PulseDownload> GetImageByUrlAsync(string imageUrl, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(imageUrl);
        return imageUrl.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? Task.FromResult(Inline(imageUrl))
            : _downloads.GetLinkAsync(ServiceLinks.Resolve(_settings.BaseUrl, imageUrl) ?? throw new ArgumentException("The URL of the image is not an http(s) URL.", nameof(imageUrl)), cancellationToken);
    }

    static PulseDownload Inline(string dataUrl)
    {
        int comma = dataUrl.IndexOf(',', StringComparison.Ordinal);
        string head = comma < 0 ? "" : dataUrl[5..comma];
        const string Encoding = ";base64";
        if (!head.EndsWith(Encoding, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("The data URL of the image is not valid base64.", nameof(dataUrl));
        }

        try
        {
            byte[] content = Convert.FromBase64String(dataUrl[(comma + 1)..]);
            return new PulseDownload(NativeBuffer.Copy(content), head[..^Encoding.Length]);
        }
        catch (FormatException exception)
        {
            throw new ArgumentException("The data URL of the image is not valid base64.", nameof(dataUrl), exception);
        }
    }
}
