using System.Globalization;
using System.Text;
using System.Xml;
using Pulse.Sandbox.Documents;

namespace Pulse.Sandbox.Results;

/// <summary>Writes a document as XML. The service calls this output work in progress; the element names are ours.</summary>
static class XmlResultWriter
{
    public static string Write(NumberedDocument document)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("document");
            foreach (DocumentPage page in document.Pages)
            {
                xml.WriteStartElement("page");
                xml.WriteAttributeString("number", page.Number.ToString(CultureInfo.InvariantCulture));
                foreach (NumberedBlock block in document.BlocksOf(page))
                {
                    Write(xml, block);
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    static void Write(XmlWriter xml, NumberedBlock block)
    {
        xml.WriteStartElement(block.Block.Kind switch
        {
            BlockKind.Title => "title",
            BlockKind.Header => "header",
            BlockKind.Footer => "footer",
            BlockKind.PageNumber => "page-number",
            BlockKind.Table => "table",
            _ => "text",
        });
        xml.WriteAttributeString("id", block.Id);
        if (block.Block.Kind != BlockKind.Table)
        {
            xml.WriteString(Clean(block.Block.Text));
        }

        foreach (IReadOnlyList<TableCell> row in block.Block.Rows)
        {
            xml.WriteStartElement("row");
            foreach (TableCell cell in row)
            {
                xml.WriteElementString("cell", Clean(cell.Text));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // Some PDF files hold control characters, which XML cannot.
    static string Clean(string text) =>
        text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
