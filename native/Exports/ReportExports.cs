using System.Globalization;
using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static class ReportExports
{
    const int MaxPicture = 64 * 1024 * 1024;
    const int FirstPiece = 64 * 1024;

    [NativeExport("pulse_render_html")]
    internal static ResponseObject RenderHtml(ReadOnlyMemory<byte> json, string? title) => Page(new HtmlReport(json) { Title = title });

    [NativeExport("pulse_render_html_with_pictures")]
    internal static ResponseObject RenderHtmlWithPictures(ReadOnlyMemory<byte> json, string? title, BorrowedFiles pictures)
    {
        HtmlReport report = new(json) { Title = title };
        List<NativeBuffer> contents = [];
        try
        {
            foreach (PulseFile picture in pictures.Files)
            {
                if (int.TryParse(picture.FileName, NumberStyles.None, CultureInfo.InvariantCulture, out int page) && page > 0)
                {
                    report.AddPage(page, Read(picture, contents));
                }
                else if (picture.FileName.Contains('/', StringComparison.Ordinal))
                {
                    report.AddImage(picture.FileName, Read(picture, contents));
                }
                else
                {
                    throw new ArgumentException($"The file_name of a picture must be the number of a page, or the image_url of an image; it is '{picture.FileName}'.");
                }
            }

            return Page(report);
        }
        finally
        {
            contents.ForEach(static content => content.Close());
        }
    }

    static ResponseObject Page(HtmlReport report) => ResponseObject.FromFile(report.ToBuffer(), "text/html; charset=utf-8");

    /// <summary>On the caller's thread, where its callbacks run; into memory that is given back at once, as it may be much.</summary>
    static ReadOnlyMemory<byte> Read(PulseFile picture, List<NativeBuffer> contents)
    {
        NativeBuffer buffer = new(FirstPiece);
        contents.Add(buffer);
        (Stream content, _) = picture.Open();
        using (content)
        {
            int count;
            while ((count = content.Read(buffer.FreeSpan)) > 0)
            {
                buffer.Advance(count);
                if (buffer.Length > MaxPicture)
                {
                    throw new ArgumentException($"The picture '{picture.FileName}' has more than {MaxPicture >> 20} MiB.");
                }

                if (buffer.Length == buffer.Capacity)
                {
                    buffer.Resize(Math.Min(buffer.Capacity * 2, MaxPicture + 1));
                }
            }
        }

        return buffer.Part(0, buffer.Length);
    }
}
