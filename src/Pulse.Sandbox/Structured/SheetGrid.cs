using System.Globalization;
using System.Xml.Linq;

namespace Pulse.Sandbox.Structured;

/// <summary>The cells of a sheet; rows and columns count from 1.</summary>
sealed class SheetGrid
{
    const int MaxColumns = 16_384;

    readonly XNamespace _main;
    readonly XElement _data;
    readonly Dictionary<(int Row, int Column), string> _texts = [];

    SheetGrid(XNamespace main, XElement data)
    {
        _main = main;
        _data = data;
    }

    /// <summary>The cells with a text, by rows.</summary>
    public IEnumerable<(string Text, int Row, int Column)> Texts =>
        _texts.OrderBy(cell => cell.Key).Select(cell => (cell.Value, cell.Key.Row, cell.Key.Column));

    /// <exception cref="SchemaException">It is no sheet.</exception>
    public static SheetGrid Read(XDocument xml, XNamespace main, List<string> sharedStrings)
    {
        var grid = new SheetGrid(main, xml.Root?.Element(main + "sheetData") ?? throw new SchemaException("The template's first sheet has no cells"));
        foreach (XElement cell in grid._data.Descendants(main + "c"))
        {
            string value = cell.Element(main + "v")?.Value ?? "";
            string text = cell.Attribute("t")?.Value switch
            {
                "s" => int.TryParse(value, CultureInfo.InvariantCulture, out int index) && index >= 0 && index < sharedStrings.Count ? sharedStrings[index] : "",
                "inlineStr" => string.Concat(cell.Descendants(main + "t").Select(part => part.Value)),
                _ => value,
            };
            if (Position(cell.Attribute("r")?.Value) is { } position && !string.IsNullOrWhiteSpace(text))
            {
                grid._texts[position] = text.Trim().TrimEnd(':');
            }
        }

        return grid;
    }

    public bool Has(int row, int column) => _texts.ContainsKey((row, column));

    /// <summary>The first row of two or more neighbouring texts with nothing below them; 0 when there is none.</summary>
    public int HeaderRow() => _texts.Keys
        .GroupBy(cell => cell.Row)
        .Where(row => row.Count() >= 2 && row.Max(cell => cell.Column) - row.Min(cell => cell.Column) == row.Count() - 1 && row.All(cell => !Has(cell.Row + 1, cell.Column)))
        .Select(row => row.Key)
        .Order()
        .FirstOrDefault();

    /// <summary>Writes a text into a cell, in the place that the order of cells asks for.</summary>
    public void Set(int row, int column, string text)
    {
        XElement rowElement = Place(_data, "row", element => int.TryParse(element.Attribute("r")?.Value, CultureInfo.InvariantCulture, out int number) ? number : 0, row, row.ToString(CultureInfo.InvariantCulture));
        XElement cell = Place(rowElement, "c", element => Position(element.Attribute("r")?.Value)?.Column ?? 0, column, ColumnName(column) + row.ToString(CultureInfo.InvariantCulture));
        cell.SetAttributeValue("t", "inlineStr");
        cell.ReplaceNodes(new XElement(_main + "is", new XElement(_main + "t", text)));
        _texts[(row, column)] = text;
    }

    XElement Place(XElement parent, string name, Func<XElement, int> numberOf, int number, string reference)
    {
        XElement? before = null;
        foreach (XElement element in parent.Elements(_main + name))
        {
            int other = numberOf(element);
            if (other == number)
            {
                return element;
            }

            before = other < number ? element : before;
        }

        var added = new XElement(_main + name, new XAttribute("r", reference));
        if (before is null)
        {
            parent.AddFirst(added);
        }
        else
        {
            before.AddAfterSelf(added);
        }

        return added;
    }

    static (int Row, int Column)? Position(string? reference)
    {
        int letters = 0;
        int column = 0;
        while (letters < reference?.Length && char.IsAsciiLetter(reference[letters]) && column < MaxColumns)
        {
            column = (column * 26) + (char.ToUpperInvariant(reference[letters++]) - 'A' + 1);
        }

        return letters > 0 && int.TryParse(reference.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out int row) ? (row, column) : null;
    }

    static string ColumnName(int column)
    {
        string name = "";
        for (; column > 0; column = (column - 1) / 26)
        {
            name = (char)('A' + ((column - 1) % 26)) + name;
        }

        return name;
    }
}
