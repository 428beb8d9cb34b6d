using System.Buffers.Text;
using System.Reflection;
using System.Text;

namespace Pulse.Client.Reports;

/// <summary>
/// The viewer as one HTML file: a page that draws what lies in it as JSON. The sandbox compiles this file too, so it uses nothing else of
/// the client. It is written piece by piece, in one pass and without a copy of the result.
/// </summary>
static class ReportPage
{
    const string Resource = "Pulse.Client.Reports.viewer.html";
    const string DataMark = "{data}";
    const string PolicyMark = "http-equiv=\"Content-Security-Policy\" content=\"";
    const int PieceSize = 48 * 1024;

    static readonly Lazy<(byte[] Head, byte[] Foot, string Policy)> s_parts = new(Load);

    /// <summary>What the page may do: run its own script, show pictures that lie in it, and nothing else.</summary>
    internal static string Policy => s_parts.Value.Policy;

    /// <summary>The whole page.</summary>
    /// <param name="title">What it shows; null for what the result itself says.</param>
    /// <param name="job">The job as a JSON object, without its result; empty for none.</param>
    /// <param name="result">The result, which must be JSON.</param>
    /// <param name="pictures">Pictures of pages, and of what the result has links to.</param>
    internal static IEnumerable<ReadOnlyMemory<byte>> Pieces(string? title, ReadOnlyMemory<byte> job, ReadOnlyMemory<byte> result, IEnumerable<ReportPicture> pictures)
    {
        yield return s_parts.Value.Head;
        yield return Encoding.UTF8.GetBytes($"<script type=\"application/json\" id=\"data\">{{\"title\":{Literal(title ?? "")},\"job\":");
        foreach (ReadOnlyMemory<byte> piece in job.IsEmpty ? [Null] : Escaped(job))
        {
            yield return piece;
        }

        yield return ",\"result\":"u8.ToArray();
        foreach (ReadOnlyMemory<byte> piece in result.IsEmpty ? [Null] : Escaped(result))
        {
            yield return piece;
        }

        yield return "}</script>\n"u8.ToArray();
        foreach (ReportPicture picture in pictures)
        {
            yield return Encoding.UTF8.GetBytes($"<script type=\"text/plain\" class=\"picture\" {picture.Attribute}>data:{picture.MediaType};base64,");
            foreach (ReadOnlyMemory<byte> piece in InBase64(picture.Content))
            {
                yield return piece;
            }

            yield return "</script>\n"u8.ToArray();
        }

        yield return s_parts.Value.Foot;
    }

    /// <summary>Text as a string of JSON that may stand in a script of HTML.</summary>
    static string Literal(string text)
    {
        StringBuilder json = new("\"");
        foreach (char character in text)
        {
            bool isPlain = char.IsAsciiLetterOrDigit(character) || character is ' ' or '.' or '-' or '_' or '/' or ':' or ',';
            json.Append(isPlain ? character : "").Append(isPlain ? "" : $"\\u{(int)character:x4}");
        }

        return json.Append('"').ToString();
    }

    static ReadOnlyMemory<byte> Null => "null"u8.ToArray();

    /// <summary>
    /// JSON that ends no script: &lt; only occurs inside strings, where it may be written otherwise. The browser reads the same.
    /// A piece is valid until the next is asked for.
    /// </summary>
    static IEnumerable<ReadOnlyMemory<byte>> Escaped(ReadOnlyMemory<byte> json)
    {
        byte[] piece = new byte[PieceSize];
        for (int read = 0; read < json.Length;)
        {
            int taken = Escape(json.Span[read..], piece, out int written);
            read += taken;
            yield return piece.AsMemory(0, written);
        }
    }

    static int Escape(ReadOnlySpan<byte> json, Span<byte> piece, out int written)
    {
        ReadOnlySpan<byte> escape = "\\u003c"u8;
        int read = 0;
        written = 0;
        while (read < json.Length && piece.Length - written >= escape.Length)
        {
            ReadOnlySpan<byte> ahead = json.Slice(read, Math.Min(json.Length - read, piece.Length - written));
            int plain = ahead.IndexOf((byte)'<');
            if (plain != 0)
            {
                plain = plain < 0 ? ahead.Length : plain;
                ahead[..plain].CopyTo(piece[written..]);
                read += plain;
                written += plain;
                continue;
            }

            escape.CopyTo(piece[written..]);
            read++;
            written += escape.Length;
        }

        return read;
    }

    static IEnumerable<ReadOnlyMemory<byte>> InBase64(ReadOnlyMemory<byte> content)
    {
        // A multiple of three, so that only the last piece has an end of its own.
        byte[] piece = new byte[PieceSize / 3 * 4];
        for (int read = 0; read < content.Length; read += PieceSize)
        {
            Base64.EncodeToUtf8(content.Span.Slice(read, Math.Min(PieceSize, content.Length - read)), piece, out _, out int written);
            yield return piece.AsMemory(0, written);
        }
    }

    static (byte[] Head, byte[] Foot, string Policy) Load()
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using StreamReader reader = new(resource, Encoding.UTF8);
        reader.ReadLine(); // By what it was made.
        string page = reader.ReadToEnd();
        int data = page.IndexOf(DataMark, StringComparison.Ordinal);
        int policy = page.IndexOf(PolicyMark, StringComparison.Ordinal) + PolicyMark.Length;
        return (Encoding.UTF8.GetBytes(page[..data]), Encoding.UTF8.GetBytes(page[(data + DataMark.Length + 1)..]), page[policy..page.IndexOf('"', policy)]);
    }
}
