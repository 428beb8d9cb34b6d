using Pulse.Sandbox.Http;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Tokens;

namespace Pulse.Sandbox.Documents.Pdf.Forms;

/// <summary>The fields of a PDF file (its AcroForm), and the means to change what is in them. Not thread-safe.</summary>
sealed class PdfForm : IDisposable
{
    const int Deepest = 32;
    const int RadioFlag = 1 << 15;
    const int PushButtonFlag = 1 << 16;

    readonly PdfDocument _pdf;
    readonly Dictionary<IndirectReference, int> _pageOf = [];
    readonly List<FormField> _fields = [];

    PdfForm(PdfDocument pdf) => _pdf = pdf;

    /// <summary>The fields that can hold a value, in the order of the file.</summary>
    public IReadOnlyList<FormField> Fields => _fields;

    public int PageCount => _pdf.NumberOfPages;

    /// <exception cref="ApiException">The file is damaged or encrypted.</exception>
    public static PdfForm Open(ReadOnlyMemory<byte> bytes)
    {
        PdfDocument? pdf = null;
        try
        {
            pdf = PdfOpener.Open(bytes, password: null, toWrite: true).Document;
            var form = new PdfForm(pdf);
            form.Read(PdfDocumentReader.Read(bytes, password: null, CancellationToken.None));
            return form;
        }
        catch (PdfDocumentEncryptedException)
        {
            pdf?.Dispose();
            throw ApiErrors.Encrypted();
        }
        catch (Exception e) when (e is not (ApiException or OutOfMemoryException))
        {
            // As in the reader of documents: damage comes as whatever exception is met first.
            pdf?.Dispose();
            throw ApiErrors.Corrupt("The PDF file is damaged and cannot be read");
        }
    }

    /// <summary>The file with other values in some of its fields; an empty value clears a field.</summary>
    public byte[] Write(IReadOnlyDictionary<FormField, string> values)
    {
        var writer = new PdfRewriter(_pdf);
        foreach ((FormField field, string value) in values)
        {
            FormFieldWriter.Write(writer, field, value);
        }

        if (values.Count > 0 && _pdf.Structure.Catalog.CatalogDictionary.TryGet(NameToken.AcroForm, out IToken form))
        {
            // Readers that have better fonts than the ones at hand here draw the values themselves.
            DictionaryToken changed = Resolve<DictionaryToken>(form)!.With("NeedAppearances", BooleanToken.True);
            if (form is IndirectReferenceToken reference)
            {
                writer.Replace(reference.Data, changed);
            }
            else
            {
                writer.Replace(_pdf.Structure.Trailer.Root, _pdf.Structure.Catalog.CatalogDictionary.With(NameToken.AcroForm, changed));
            }
        }

        return writer.Write();
    }

    public void Dispose() => _pdf.Dispose();

    void Read(SourceDocument document)
    {
        for (int number = 1; number <= _pdf.NumberOfPages; number++)
        {
            if (_pdf.GetPage(number).Dictionary.TryGet(NameToken.Annots, out IToken annotations))
            {
                foreach (IndirectReferenceToken reference in Resolve<ArrayToken>(annotations)?.Data.OfType<IndirectReferenceToken>() ?? [])
                {
                    _pageOf[reference.Data] = number;
                }
            }
        }

        if (_pdf.Structure.Catalog.CatalogDictionary.TryGet(NameToken.AcroForm, out IToken form)
            && Resolve<DictionaryToken>(form) is { } dictionary
            && dictionary.TryGet(NameToken.Create("Fields"), out IToken fields))
        {
            foreach (IToken field in Resolve<ArrayToken>(fields)?.Data ?? [])
            {
                Visit(field, new Inherited("", null, 0, null), document, 0);
            }
        }
    }

    readonly record struct Inherited(string Name, string? Type, int Flags, IToken? Value);

    void Visit(IToken token, Inherited parent, SourceDocument document, int depth)
    {
        if (token is not IndirectReferenceToken reference || Resolve<DictionaryToken>(token) is not { } field || depth > Deepest)
        {
            return;
        }

        var own = new Inherited(
            Text(field, "T") is not { } name ? parent.Name : parent.Name.Length > 0 ? $"{parent.Name}.{name}" : name,
            Get<NameToken>(field, "FT")?.Data ?? parent.Type,
            Get<NumericToken>(field, "Ff")?.Int ?? parent.Flags,
            field.TryGet(NameToken.Create("V"), out IToken value) ? value : parent.Value);
        List<IToken> kids = [.. Get<ArrayToken>(field, "Kids")?.Data ?? []];
        List<IToken> children = [.. kids.Where(kid => Resolve<DictionaryToken>(kid)?.ContainsKey(NameToken.Create("T")) == true)];
        foreach (IToken child in children)
        {
            Visit(child, own, document, depth + 1);
        }

        if (children.Count == 0)
        {
            AddField(reference.Data, field, own, kids.Count > 0 ? kids : [token], document);
        }
    }

    void AddField(IndirectReference reference, DictionaryToken field, Inherited own, List<IToken> widgets, SourceDocument document)
    {
        FormFieldKind? kind = own.Type switch
        {
            "Tx" or "Ch" => FormFieldKind.Text,
            "Btn" when (own.Flags & PushButtonFlag) == 0 => FormFieldKind.CheckBox,
            "Sig" => FormFieldKind.Signature,
            _ => null,
        };
        List<FormWidget> placed = [.. widgets.OfType<IndirectReferenceToken>().Select(Widget).OfType<FormWidget>()];
        if (kind is null || placed.Count == 0)
        {
            return;
        }

        var result = new FormField
        {
            Reference = reference,
            Dictionary = field,
            Name = own.Name,
            Kind = kind.Value,
            Value = ValueOf(kind.Value, own.Value is null ? null : Resolve<IToken>(own.Value)),
            Widgets = placed,
        };
        string label = Text(field, "TU") ?? FormLabels.Near(document, result, (own.Flags & RadioFlag) == 0) ?? result.Name;
        _fields.Add(result with { Label = label });
    }

    FormWidget? Widget(IndirectReferenceToken token)
    {
        if (Resolve<DictionaryToken>(token) is not { } widget || Get<ArrayToken>(widget, "Rect") is not { Length: 4 } rectangle)
        {
            return null;
        }

        double[] edges = [.. rectangle.Data.Select(edge => Resolve<NumericToken>(edge)?.Double ?? 0)];
        (double left, double right) = (Math.Min(edges[0], edges[2]), Math.Max(edges[0], edges[2]));
        (double bottom, double top) = (Math.Min(edges[1], edges[3]), Math.Max(edges[1], edges[3]));
        int number = _pageOf.GetValueOrDefault(token.Data);
        Box box = default;
        if (number > 0)
        {
            UglyToad.PdfPig.Content.Page page = _pdf.GetPage(number);
            box = ShownPage.ToBox(page, ShownPage.Of(page, new PdfRectangle(left, bottom, right, top)));
        }

        return new FormWidget(token.Data, widget, number, box, (right - left, top - bottom), OnState(widget));
    }

    string OnState(DictionaryToken widget) =>
        Get<DictionaryToken>(widget, "AP") is { } appearances && Get<DictionaryToken>(appearances, "N") is { } normal
            ? normal.Data.Keys.FirstOrDefault(state => state != "Off") ?? "Yes"
            : "Yes";

    static string ValueOf(FormFieldKind kind, IToken? value) => (kind, value) switch
    {
        (FormFieldKind.Signature, DictionaryToken) => "signed",
        (_, NameToken name) => name.Data,
        (_, StringToken text) => text.Data,
        (_, HexToken hex) => hex.Data,
        (_, ArrayToken list) => string.Join(", ", list.Data.OfType<StringToken>().Select(item => item.Data)),
        _ => "",
    };

    string? Text(DictionaryToken dictionary, string name) => Get<IToken>(dictionary, name) switch
    {
        StringToken { Data.Length: > 0 } text => text.Data,
        HexToken { Data.Length: > 0 } hex => hex.Data,
        _ => null,
    };

    T? Get<T>(DictionaryToken dictionary, string name)
        where T : class, IToken => dictionary.TryGet(NameToken.Create(name), out IToken token) ? Resolve<T>(token) : null;

    T? Resolve<T>(IToken token)
        where T : class, IToken
    {
        for (int i = 0; token is IndirectReferenceToken reference && i < Deepest; i++)
        {
            token = _pdf.Structure.GetObject(reference.Data).Data;
        }

        return token as T;
    }
}
