using System.Globalization;
using Pulse.Client;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static class ReportExports
{
    const int MaxPicture = 64 * 1024 * 1024;

    [NativeExport("pulse_render_html")]
    internal static ResponseObject RenderHtml(ReadOnlyMemory<byte> json, string? title) => Page(new HtmlReport(json) { Title = title });

    [NativeExport("pulse_render_html_with_pictures")]
    internal static ResponseObject RenderHtmlWithPictures(ReadOnlyMemory<byte> json, string? title, BorrowedFiles pictures)
    {
        HtmlReport report = new(json) { Title = title };
        foreach (PulseFile picture in pictures.Files)
        {
            if (int.TryParse(picture.FileName, NumberStyles.None, CultureInfo.InvariantCulture, out int page) && page > 0)
            {
                report.AddPage(page, Content(picture));
            }
            else if (picture.FileName.Contains('/', StringComparison.Ordinal))
            {
                report.AddImage(picture.FileName, Content(picture));
            }
            else
            {
                throw new ArgumentException($"The file_name of a picture must be the number of a page, or the image_url of an image; it is '{picture.FileName}'.");
            }
        }

        return Page(report);
    }

    static ResponseObject Page(HtmlReport report) => ResponseObject.FromFile(report.ToBuffer(), "text/html; charset=utf-8");

    /// <summary>On the caller's thread, where its callbacks run.</summary>
    static byte[] Content(PulseFile picture)
    {
        (Stream content, _) = picture.Open();
        using (content)
        {
            using MemoryStream read = new();
            byte[] piece = new byte[64 * 1024];
            int count;
            while ((count = content.Read(piece)) > 0)
            {
                if (read.Length + count > MaxPicture)
                {
                    throw new ArgumentException($"The picture '{picture.FileName}' has more than {MaxPicture >> 20} MiB.");
                }

                read.Write(piece, 0, count);
            }

            return read.ToArray();
        }
    }
}
