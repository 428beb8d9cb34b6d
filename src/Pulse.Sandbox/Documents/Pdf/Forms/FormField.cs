using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Tokens;

namespace Pulse.Sandbox.Documents.Pdf.Forms;

/// <summary>What can be put into a field.</summary>
enum FormFieldKind
{
    Text,
    CheckBox,
    Signature,
}

/// <summary>One place of a field on a page.</summary>
/// <param name="Reference">The widget's object.</param>
/// <param name="Dictionary">What it says.</param>
/// <param name="Page">The number of its page; 0 when it is on none.</param>
/// <param name="Box">Where it stands.</param>
/// <param name="Size">Its width and height in points.</param>
/// <param name="OnState">The name of its state when it is checked; empty for anything but a check box.</param>
sealed record FormWidget(IndirectReference Reference, DictionaryToken Dictionary, int Page, Box Box, (double Width, double Height) Size, string OnState);

/// <summary>A field of a form.</summary>
sealed record FormField
{
    public required IndirectReference Reference { get; init; }

    public required DictionaryToken Dictionary { get; init; }

    /// <summary>The names from the outermost field on, with dots.</summary>
    public required string Name { get; init; }

    /// <summary>What a reader of the page would call it.</summary>
    public string Label { get; init; } = "";

    public required FormFieldKind Kind { get; init; }

    /// <summary>The text, or the name of the state that is on; empty for none.</summary>
    public required string Value { get; init; }

    public required IReadOnlyList<FormWidget> Widgets { get; init; }

    public int Page => Widgets[0].Page;

    public Box Box => Widgets[0].Box;

    public bool IsEmpty => Value is "" or "Off";
}
