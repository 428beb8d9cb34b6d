using System.Text.Json;
using System.Text.RegularExpressions;
using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli.Formats;

/// <summary>The images of a result, in a folder beside its file.</summary>
static partial class Pictures
{
    internal static string FolderOf(string resultFile) => $"{resultFile}.images";

    /// <summary>Writes all images of a result.</summary>
    /// <exception cref="PulseException">One cannot be fetched or written.</exception>
    internal static async Task SaveAsync(PulseClient client, Job job, string folder, CancellationToken stop)
    {
        int number = 0;
        HashSet<string> used = new(StringComparer.OrdinalIgnoreCase);
        foreach (string url in Urls(job))
        {
            number++;
            using PulseDownload image = await FetchAsync(client, url, stop).ConfigureAwait(false);
            string name = NameOf(url, image.MediaType, number);
            if (!used.Add(name))
            {
                name = $"{number}-{name}";
                used.Add(name);
            }

            try
            {
                PathFiles.MakeFolder(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new PulseFileException($"The folder '{RawPaths.Readable(folder)}' cannot be made: {exception.Message}", exception);
            }

            await WholeFile.WriteAllAsync(Path.Combine(folder, name), image.Content, stop).ConfigureAwait(false);
        }
    }

    internal static async Task<PulseDownload> FetchAsync(PulseClient client, string url, CancellationToken stop)
    {
        try
        {
            return await client.Results.GetImageByUrlAsync(url, stop).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            throw new PulseException(PulseErrorCode.Protocol, $"An image of the result cannot be fetched: {exception.Message}", exception);
        }
    }

    internal static IEnumerable<string> Urls(Job job) =>
        job.Result is { } result && result.TryFind("/bounding_boxes/Images", out JsonElement images) && images.ValueKind == JsonValueKind.Array
            ? images.EnumerateArray()
                .Where(static image => image.ValueKind == JsonValueKind.Object && image.TryGetProperty("image_url", out JsonElement url) && url.ValueKind == JsonValueKind.String && url.GetString()!.Length > 0)
                .Select(static image => image.GetProperty("image_url").GetString()!)
                .Distinct(StringComparer.Ordinal)
            : [];

    /// <summary>The last part of the URL where that is a plain name, which leads nowhere else; else a number.</summary>
    internal static string NameOf(string url, string? mediaType, int number)
    {
        string last = url.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? "" : url.Split('?', '#')[0].Split('/')[^1];
        string extension = mediaType?.Split(';')[0].Trim().ToUpperInvariant() switch
        {
            "IMAGE/JPEG" => ".jpg",
            "IMAGE/GIF" => ".gif",
            "IMAGE/WEBP" => ".webp",
            "IMAGE/SVG+XML" => ".svg",
            "IMAGE/TIFF" => ".tiff",
            _ => ".png",
        };
        return !PlainName().IsMatch(last) ? $"image-{number}{extension}"
            : last.Contains('.', StringComparison.Ordinal) ? last
            : $"{last}{extension}";
    }

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
