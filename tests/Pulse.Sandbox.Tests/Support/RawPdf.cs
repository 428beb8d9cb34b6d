using System.Globalization;
using System.Text;

namespace Pulse.Sandbox.Tests.Support;

/// <summary>PDF files that are written object by object, for what a builder of well-formed files cannot make.</summary>
static class RawPdf
{
    /// <summary>One A4 page. Its font is /F.</summary>
    /// <param name="content">What draws it.</param>
    /// <param name="entries">Entries of the page's dictionary, its size at least.</param>
    /// <param name="font">The font.</param>
    /// <param name="more">Objects from number 6 on.</param>
    public static byte[] Page(
        string content, string entries = "/MediaBox[0 0 595 842]", string font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", params ReadOnlySpan<string> more) => Build([
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        $"<</Type/Page/Parent 2 0 R{entries}/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        Stream(content),
        font,
        .. more]);

    public static string Stream(string content, string entries = "") =>
        string.Create(CultureInfo.InvariantCulture, $"<<{entries}/Length {content.Length}>>\nstream\n{content}\nendstream");

    public static byte[] Build(params ReadOnlySpan<string> objects)
    {
        var pdf = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder("0000000000 65535 f \n");
        for (int i = 0; i < objects.Length; i++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{pdf.Length:0000000000} 00000 n \n");
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        int start = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n{table}trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
