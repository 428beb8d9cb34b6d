using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Tokens;
using UglyToad.PdfPig.Writer;

namespace Pulse.Sandbox.Documents.Pdf.Forms;

/// <summary>Rewrites a PDF file, object by object, with some of them changed and others added.</summary>
sealed class PdfRewriter(PdfDocument pdf)
{
    readonly Dictionary<IndirectReference, IToken> _changed = [];
    long _next = pdf.Structure.CrossReferenceTable.ObjectOffsets.Keys.Max(reference => reference.ObjectNumber) + 1;

    /// <summary>The object as it will be written.</summary>
    public IToken Current(IndirectReference reference) => _changed.GetValueOrDefault(reference) ?? pdf.Structure.GetObject(reference).Data;

    public void Replace(IndirectReference reference, IToken token) => _changed[reference] = token;

    /// <summary>Adds an object.</summary>
    /// <returns>What refers to it.</returns>
    public IndirectReferenceToken Add(IToken token)
    {
        var reference = new IndirectReference(_next++, 0);
        _changed[reference] = token;
        return new IndirectReferenceToken(reference);
    }

    public byte[] Write()
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n"u8);
        var offsets = new Dictionary<IndirectReference, long>();
        IEnumerable<IndirectReference> all = pdf.Structure.CrossReferenceTable.ObjectOffsets.Keys.Concat(_changed.Keys).Distinct();
        foreach (IndirectReference reference in all.OrderBy(reference => reference.ObjectNumber))
        {
            IToken token = Current(reference);
            if (IsBookkeeping(token))
            {
                continue;
            }

            using var content = new MemoryStream();
            TokenWriter.Instance.WriteToken(WithLength(token), content);
            offsets[reference] = file.Position;
            TokenWriter.Instance.WriteObject(reference.ObjectNumber, reference.Generation, content.ToArray(), file);
        }

        IndirectReference? information = pdf.Structure.Trailer.Info is IndirectReferenceToken info && offsets.ContainsKey(info.Data) ? info.Data : null;
        TokenWriter.Instance.WriteCrossReferenceTable(offsets, pdf.Structure.Trailer.Root, file, information, null);
        return file.ToArray();
    }

    // Packed objects were unpacked by the reader, and the table of objects is rebuilt.
    static bool IsBookkeeping(IToken token) =>
        token is StreamToken stream && stream.StreamDictionary.TryGet(NameToken.Type, out NameToken type) && type.Data is "ObjStm" or "XRef";

    static IToken WithLength(IToken token) => token is StreamToken stream
        ? new StreamToken(stream.StreamDictionary.With(NameToken.Length, new NumericToken(stream.Data.Length)), stream.Data.ToArray())
        : token;
}
