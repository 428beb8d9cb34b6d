using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Outline.Destinations;
using UglyToad.PdfPig.Tokens;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>
/// Takes out of an opened file what contains itself: forms that draw themselves, functions and color spaces that are made of themselves, and forms that
/// draw forms in such numbers that drawing never ends. The parser follows them until its stack is full, which nothing can catch.
/// </summary>
sealed partial class PdfLoops
{
    // Far beyond what programs write; the parser's stack holds more.
    const int Deepest = 100;

    // How many forms one form may draw, those in those included.
    const int MostDrawings = 100_000;

    // The parts of a page that the parser opens by itself, besides its text.
    static readonly string[] s_colors = ["ColorSpace", "CS", "Shading", "Pattern", "Function", "Functions", "Alternate", "SMask", "Mask"];

    static readonly DictionaryToken s_anyFunction = new(new Dictionary<NameToken, IToken>
    {
        [NameToken.FunctionType] = new NumericToken(2),
        [NameToken.Domain] = new ArrayToken([new NumericToken(0), new NumericToken(1)]),
        [NameToken.N] = new NumericToken(1),
    });

    readonly PdfDocument _pdf;
    readonly Dictionary<IndirectReference, Dictionary<string, int>> _drawnNames = [];
    readonly HashSet<IndirectReference> _path = [];

    // Of the page at hand: the same name may be another form on the next one.
    readonly Dictionary<IndirectReference, int> _drawings = [];

    // Of the whole file.
    readonly HashSet<IndirectReference> _harmless = [];
    bool _found;

    PdfLoops(PdfDocument pdf) => _pdf = pdf;

    /// <summary>Changes what the parser sees of the file; the file stays as it is.</summary>
    /// <returns>The numbers of the pages that something was taken from.</returns>
    public static IReadOnlyList<int> Break(PdfDocument pdf)
    {
        var loops = new PdfLoops(pdf);
        var pages = new List<int>();
        pdf.AddPageFactory(new ResourcesFactory(pdf));
        for (int number = 1; number <= pdf.NumberOfPages; number++)
        {
            loops._found = false;
            try
            {
                loops.BreakPage(pdf.GetPage<PageResources>(number));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The page is damaged, which its reader will find too.
                loops._path.Clear();
            }

            if (loops._found)
            {
                pages.Add(number);
            }
        }

        return pages;
    }

    void BreakPage(PageResources page)
    {
        _drawings.Clear();
        var scope = new Scope(null, []);
        foreach (DictionaryToken resources in page.Resources)
        {
            scope = new Scope(scope, FormsOf(resources));
            BreakColors(resources, 0);
        }

        for (Scope? level = scope; level is not null; level = level.Outer)
        {
            foreach (IndirectReference form in level.Forms.Values)
            {
                Draw(form, scope, 0);
            }
        }
    }

    // Returns how many drawings one drawing of this form or picture is.
    int Draw(IndirectReference reference, Scope scope, int depth)
    {
        if (_drawings.TryGetValue(reference, out int known))
        {
            return known;
        }

        if (Resolve(reference) is not StreamToken stream)
        {
            return 1;
        }

        _path.Add(reference);
        if (Get(stream.StreamDictionary, "Resources") is DictionaryToken resources)
        {
            scope = new Scope(scope, FormsOf(resources));
            BreakColors(resources, 0);
        }

        long sum = 1;
        var endless = new HashSet<string>();
        if (Get(stream.StreamDictionary, "Subtype") is NameToken { Data: "Form" })
        {
            foreach ((string name, int times) in NamesIn(reference, stream))
            {
                if (scope.Find(name) is not { } drawn)
                {
                    continue;
                }

                long more = _path.Contains(drawn) || depth == Deepest ? MostDrawings : (long)times * Draw(drawn, scope, depth + 1);
                if (sum + more > MostDrawings)
                {
                    endless.Add(name);
                }
                else
                {
                    sum += more;
                }
            }
        }
        else
        {
            BreakColors(stream.StreamDictionary, 0);
        }

        if (endless.Count > 0)
        {
            LeaveOut(reference, stream, endless);
        }

        _path.Remove(reference);
        return _drawings[reference] = (int)sum;
    }

    Dictionary<string, int> NamesIn(IndirectReference reference, StreamToken form)
    {
        if (!_drawnNames.TryGetValue(reference, out Dictionary<string, int>? names))
        {
            names = DrawnName.Matches(Content(form)).CountBy(match => Unescape(match.Groups[1].Value)).ToDictionary();
            _drawnNames[reference] = names;
        }

        return names;
    }

    void LeaveOut(IndirectReference reference, StreamToken form, HashSet<string> names)
    {
        string content = DrawnName.Replace(Content(form), match => names.Contains(Unescape(match.Groups[1].Value)) ? " " : match.Value);
        DictionaryToken dictionary = form.StreamDictionary.Without("Filter").Without("F").Without("DecodeParms");
        Replace(reference, new StreamToken(dictionary, Encoding.Latin1.GetBytes(content)));
        _drawnNames.Remove(reference);
    }

    string Content(StreamToken stream) => Encoding.Latin1.GetString(stream.Decode(_pdf.Structure.FilterProvider, _pdf.Structure.TokenScanner).Span);

    void BreakColors(DictionaryToken dictionary, int depth)
    {
        foreach (string key in s_colors)
        {
            if (dictionary.TryGet(NameToken.Create(key), out IToken value))
            {
                BreakColors(value, depth);
            }
        }
    }

    void BreakColors(IToken token, int depth)
    {
        switch (token)
        {
            case not IndirectReferenceToken when depth > Deepest:
                break;
            case IndirectReferenceToken { Data: var reference }:
                if (_path.Contains(reference) || depth >= Deepest)
                {
                    ReplaceColor(reference);
                }
                else if (!_harmless.Contains(reference))
                {
                    _path.Add(reference);
                    BreakColors(Resolve(reference), depth + 1);
                    _path.Remove(reference);
                    _harmless.Add(reference);
                }

                break;
            case ArrayToken array:
                foreach (IToken item in array.Data)
                {
                    BreakColors(item, depth + 1);
                }

                break;
            case StreamToken stream:
                BreakColors(stream.StreamDictionary, depth);
                break;
            case DictionaryToken dictionary when dictionary.ContainsKey(NameToken.FunctionType) || dictionary.ContainsKey(NameToken.Create("ShadingType")):
                BreakColors(dictionary, depth);
                break;
            case DictionaryToken names:
                foreach (IToken item in names.Data.Values)
                {
                    BreakColors(item, depth + 1);
                }

                break;
        }
    }

    // What it is made of does not matter to the text.
    void ReplaceColor(IndirectReference reference)
    {
        switch (Resolve(reference))
        {
            case StreamToken { StreamDictionary: var dictionary } stream when !dictionary.ContainsKey(NameToken.FunctionType):
                Replace(reference, new StreamToken(s_colors.Aggregate(dictionary, (kept, key) => kept.Without(key)), stream.Data));
                break;
            case ArrayToken:
                Replace(reference, NameToken.Devicegray);
                break;
            default:
                Replace(reference, s_anyFunction);
                break;
        }
    }

    void Replace(IndirectReference reference, IToken token)
    {
        _pdf.Advanced.ReplaceIndirectObject(reference, token);
        _found = true;
    }

    Dictionary<string, IndirectReference> FormsOf(DictionaryToken resources) =>
        Get(resources, "XObject") is DictionaryToken forms
            ? forms.Data.Where(form => form.Value is IndirectReferenceToken).ToDictionary(form => form.Key, form => ((IndirectReferenceToken)form.Value).Data)
            : [];

    IToken? Get(DictionaryToken dictionary, string key) =>
        dictionary.TryGet(NameToken.Create(key), out IToken token) ? token is IndirectReferenceToken { Data: var reference } ? Resolve(reference) : token : null;

    IToken Resolve(IndirectReference reference) => _pdf.Structure.TokenScanner.Get(reference)?.Data ?? NullToken.Instance;

    static string Unescape(string name) =>
        EscapedLetter.Replace(name, match => ((char)byte.Parse(match.ValueSpan[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    /// <summary>What names mean: those of a form, then those of what draws it.</summary>
    sealed record Scope(Scope? Outer, Dictionary<string, IndirectReference> Forms)
    {
        public IndirectReference? Find(string name) => Forms.TryGetValue(name, out IndirectReference form) ? form : Outer?.Find(name);
    }

    // The page's own resources come last.
    sealed record PageResources(IReadOnlyList<DictionaryToken> Resources);

    sealed class ResourcesFactory(PdfDocument pdf) : IPageFactory<PageResources>
    {
        public PageResources Create(int number, DictionaryToken dictionary, PageTreeMembers pageTreeMembers, NamedDestinations namedDestinations) =>
            new([.. pageTreeMembers.ParentResources, .. dictionary.TryGet(NameToken.Resources, pdf.Structure.TokenScanner, out DictionaryToken? own) ? [own] : Array.Empty<DictionaryToken>()]);
    }

    [GeneratedRegex(@"/([^\s\x00/<>\[\](){}%]+)[\s\x00]+Do(?![^\s\x00/<>\[\](){}%])")]
    private static partial Regex DrawnName { get; }

    [GeneratedRegex("#[0-9A-Fa-f]{2}")]
    private static partial Regex EscapedLetter { get; }
}
