using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Pulse.Sandbox.Tests.Support;

/// <summary>Makes small PDF files. Coordinates are points from the bottom left of an A4 page (595 by 842).</summary>
sealed class TestPdf
{
    readonly PdfDocumentBuilder _builder = new();
    readonly PdfDocumentBuilder.AddedFont _regular;
    readonly PdfDocumentBuilder.AddedFont _bold;
    PdfPageBuilder? _page;

    public TestPdf()
    {
        _regular = _builder.AddStandard14Font(Standard14Font.Helvetica);
        _bold = _builder.AddStandard14Font(Standard14Font.HelveticaBold);
    }

    public TestPdf Page()
    {
        _page = _builder.AddPage(PageSize.A4);
        return this;
    }

    public TestPdf Text(double x, double y, string text, double size = 11, bool bold = false)
    {
        _page!.AddText(text, size, new PdfPoint(x, y), bold ? _bold : _regular);
        return this;
    }

    public TestPdf Information(Action<PdfDocumentBuilder.DocumentInformationBuilder> set)
    {
        set(_builder.DocumentInformation);
        return this;
    }

    public byte[] Build() => _builder.Build();

    /// <summary>A bank statement: heading, labels, table, paragraph.</summary>
    public static byte[] Statement() => new TestPdf()
        .Information(info =>
        {
            info.Title = "Statement";
            info.Author = "A Bank";
        })
        .Page()
        .Text(72, 770, "Account statement", 20)
        .Text(72, 730, "Account holder: Maria Jensen")
        .Text(72, 714, "Balance: 1,234.50 EUR")
        .Text(72, 680, "Transactions", 14)
        .Text(72, 650, "Date").Text(200, 650, "Description").Text(400, 650, "Amount")
        .Text(72, 634, "2026-01-02").Text(200, 634, "Coffee beans").Text(400, 634, "-12.00")
        .Text(72, 618, "2026-01-05").Text(200, 618, "Salary").Text(400, 618, "3,000.00")
        .Text(72, 580, "This statement was made for a test and it has a second sentence that goes on for a")
        .Text(72, 566, "while, so that a paragraph is wrapped over two lines.")
        .Build();

    /// <summary>Pages that say which they are.</summary>
    public static byte[] Pages(int count)
    {
        var pdf = new TestPdf();
        for (int i = 1; i <= count; i++)
        {
            pdf.Page().Text(72, 600, string.Create(CultureInfo.InvariantCulture, $"This is the text of sheet {i} of the document."));
        }

        return pdf.Build();
    }

    /// <summary>A file whose encryption dictionary fits no password that a reader would try by itself.</summary>
    public static byte[] Encrypted()
    {
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
            $"<< /Filter /Standard /V 1 /R 2 /O <{new string('A', 64)}> /U <{new string('B', 64)}> /P -44 >>",
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (int i = 0; i < objects.Length; i++)
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        int table = pdf.Length;
        pdf.Append("xref\n0 5\n0000000000 65535 f \n");
        offsets.ForEach(offset => pdf.Append(CultureInfo.InvariantCulture, $"{offset:d10} 00000 n \n"));
        pdf.Append(CultureInfo.InvariantCulture, $"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00><00>] >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }
}
