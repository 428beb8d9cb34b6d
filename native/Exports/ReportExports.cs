using Pulse.Client;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static class ReportExports
{
    [NativeExport("pulse_render_html")]
    internal static ResponseObject RenderHtml(ReadOnlyMemory<byte> json, string? title) =>
        ResponseObject.FromFile(new HtmlReport(json) { Title = title }.ToBuffer(), "text/html; charset=utf-8");
}
