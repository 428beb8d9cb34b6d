using System.Globalization;
using System.Net;

namespace Pulse.Client.Reports;

/// <summary>A picture that lies in a report.</summary>
sealed class ReportPicture
{
    ReportPicture(string attribute, ReadOnlyMemory<byte> content, string mediaType)
    {
        Attribute = attribute;
        Content = content;
        MediaType = mediaType;
    }

    /// <summary>What it is a picture of.</summary>
    internal string Attribute { get; }

    internal ReadOnlyMemory<byte> Content { get; }

    internal string MediaType { get; }

    /// <summary>Of a page, counted from 1.</summary>
    /// <exception cref="ArgumentException">It is no picture that all browsers show.</exception>
    internal static ReportPicture OfPage(int page, ReadOnlyMemory<byte> content) =>
        new(string.Create(CultureInfo.InvariantCulture, $"data-page=\"{page}\""), content, Type(content.Span));

    /// <summary>Of what the result has a link to.</summary>
    /// <exception cref="ArgumentException">It is no picture that all browsers show.</exception>
    internal static ReportPicture OfUrl(string url, ReadOnlyMemory<byte> content) => new($"data-url=\"{WebUtility.HtmlEncode(url)}\"", content, Type(content.Span));

    static string Type(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : content.StartsWith("GIF8"u8) ? "image/gif"
        : content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : throw new ArgumentException("The picture must be a PNG, JPEG, GIF or WebP.");
}
