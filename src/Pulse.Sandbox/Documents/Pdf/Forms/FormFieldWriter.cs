using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Tokens;

namespace Pulse.Sandbox.Documents.Pdf.Forms;

/// <summary>Puts a value into a field: the value itself, and what the page shows of it.</summary>
static class FormFieldWriter
{
    static readonly NameToken s_off = NameToken.Create("Off");
    static readonly NameToken s_value = NameToken.Create("V");
    static readonly NameToken s_state = NameToken.Create("AS");
    static readonly NameToken s_appearance = NameToken.Create("AP");

    public static void Write(PdfRewriter writer, FormField field, string value)
    {
        if (field.Kind == FormFieldKind.CheckBox)
        {
            WriteCheckBox(writer, field, value);
        }
        else
        {
            WriteText(writer, field, value);
        }
    }

    static void WriteCheckBox(PdfRewriter writer, FormField field, string state)
    {
        Change(writer, field, dictionary => dictionary.With(s_value, state.Length > 0 ? NameToken.Create(state) : s_off));
        foreach (FormWidget widget in field.Widgets)
        {
            var current = (DictionaryToken)writer.Current(widget.Reference);
            writer.Replace(widget.Reference, current.With(s_state, state == widget.OnState ? NameToken.Create(state) : s_off));
        }
    }

    static void WriteText(PdfRewriter writer, FormField field, string value)
    {
        Change(writer, field, dictionary => value.Length > 0 ? dictionary.With(s_value, TextOf(value)) : dictionary.Without(s_value));
        foreach (FormWidget widget in field.Widgets)
        {
            var current = (DictionaryToken)writer.Current(widget.Reference);
            writer.Replace(widget.Reference, value.Length > 0 && field.Kind == FormFieldKind.Text
                ? current.With(s_appearance, Appearance(writer, widget, value))
                : current.Without(s_appearance));
        }
    }

    // A field and its only widget are often one object; then the change of one is seen by the other.
    static void Change(PdfRewriter writer, FormField field, Func<DictionaryToken, DictionaryToken> change) =>
        writer.Replace(field.Reference, change((DictionaryToken)writer.Current(field.Reference)));

    static StringToken TextOf(string value) => value.All(char.IsAscii)
        ? new StringToken(value, StringToken.Encoding.Iso88591)
        : new StringToken(value, StringToken.Encoding.Utf16BE);

    static DictionaryToken Appearance(PdfRewriter writer, FormWidget widget, string value)
    {
        double size = Math.Clamp(widget.Size.Height * 0.65, 4, 12);
        string text = string.Create(CultureInfo.InvariantCulture, $"/Tx BMC q BT /Helv {size:0.##} Tf 0 g 2 {(widget.Size.Height - size) / 2 + 1:0.##} Td ({Escape(value)}) Tj ET Q EMC");
        byte[] content = Encoding.Latin1.GetBytes(text);
        DictionaryToken font = Dictionary(("Type", NameToken.Create("Font")), ("Subtype", NameToken.Create("Type1")), ("BaseFont", NameToken.Create("Helvetica")), ("Encoding", NameToken.Create("WinAnsiEncoding")));
        DictionaryToken form = Dictionary(
            ("Type", NameToken.Create("XObject")),
            ("Subtype", NameToken.Create("Form")),
            ("BBox", new ArrayToken([NumericToken.Zero, NumericToken.Zero, new NumericToken(widget.Size.Width), new NumericToken(widget.Size.Height)])),
            ("Resources", Dictionary(("Font", Dictionary(("Helv", font))))),
            ("Length", new NumericToken(content.Length)));
        return Dictionary(("N", writer.Add(new StreamToken(form, content))));
    }

    static DictionaryToken Dictionary(params ReadOnlySpan<(string Name, IToken Value)> members)
    {
        var data = new Dictionary<NameToken, IToken>();
        foreach ((string name, IToken value) in members)
        {
            data[NameToken.Create(name)] = value;
        }

        return new DictionaryToken(data);
    }

    static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("(", "\\(", StringComparison.Ordinal)
        .Replace(")", "\\)", StringComparison.Ordinal)
        .Replace('\n', ' ');
}
