using System.Globalization;
using System.Text.RegularExpressions;
using Pulse.Header;

namespace Pulse.Generate.Options;

/// <summary>What values an option has, which decides its type and its checks in every language.</summary>
enum OptionKind
{
    /// <summary>A time: TimeSpan, milliseconds in C, std::chrono::milliseconds, seconds in Python, 30s on the command line.</summary>
    Duration,

    /// <summary>A whole number of 32 bits.</summary>
    Count,

    /// <summary>A whole number of bytes, 64 bits wide in C.</summary>
    Size,

    /// <summary>A number with a fraction.</summary>
    Number,

    /// <summary>Yes or no. In the options of a client a bit of the C interface's flags.</summary>
    Switch,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Text that is sent in a header: printable ASCII.</summary>
    HeaderText,

    /// <summary>An http or https URL.</summary>
    Url,

    /// <summary>The path of a file or folder.</summary>
    Path,

    /// <summary>Names and values of headers.</summary>
    Headers,

    /// <summary>One of an enumeration of .NET; a number in C.</summary>
    Choice,

    /// <summary>A member of the C struct only; its declaration is given.</summary>
    OnlyC,
}

/// <summary>
/// One option, described once for every language. In sentences <c>{Name}</c> is another option, and what stands between
/// backticks is code; both are written as the reader's language has them.
/// </summary>
/// <param name="Name">As in .NET. That of the other languages follows from it where none is given.</param>
/// <param name="Kind">What values it has.</param>
/// <param name="Summary">A sentence or more that says what it does, in what unit and range.</param>
sealed partial record OptionDescription(string Name, OptionKind Kind, string Summary)
{
    /// <summary>The value without any setting, in words.</summary>
    internal string Default { get; init; } = "none";

    /// <summary>The default as an expression of C#. Null where the resolved option may be missing.</summary>
    internal string? Value { get; init; }

    /// <summary>The environment variable behind the option.</summary>
    internal string? Variable { get; init; }

    /// <summary>The smallest and the largest value, as expressions of C#. Durations without a range are more than zero, and at most 24 days.</summary>
    internal (string From, string To)? Range { get; init; }

    /// <summary>What a value out of range is told, where that is not the range itself.</summary>
    internal string? Rule { get; init; }

    /// <summary>The constant or word for "zero" in C, where 0 is the default.</summary>
    internal string? Zero { get; init; }

    /// <summary>The member in C, or the constant of the flag.</summary>
    internal string? C { get; init; }

    /// <summary>The value of the flag's bit.</summary>
    internal uint Bit { get; init; }

    /// <summary>Whether the flag says that the option is off.</summary>
    internal bool Inverted { get; init; }

    /// <summary>The parameter in Python; empty where Python has none.</summary>
    internal string? Python { get; init; }

    /// <summary>The type of the parameter, where the kind does not tell.</summary>
    internal string? PythonType { get; init; }

    /// <summary>What is to be said in Python only.</summary>
    internal string? PythonNote { get; init; }

    /// <summary>The option of the command line; null where it has none.</summary>
    internal string? Flag { get; init; }

    /// <summary>What the command line says, where the summary does not fit.</summary>
    internal string? FlagSummary { get; init; }

    /// <summary>What is to be said in .NET only.</summary>
    internal string? DotNetNote { get; init; }

    /// <summary>Whether code by hand makes the value of the command line.</summary>
    internal bool FlagByHand { get; init; }

    /// <summary>Whether code by hand checks and resolves it in ClientSettings.</summary>
    internal bool ByHand { get; init; }

    /// <summary>Whether it must not be shown.</summary>
    internal bool IsSecret { get; init; }

    internal bool IsText => Kind is OptionKind.Text or OptionKind.HeaderText or OptionKind.Url or OptionKind.Path;

    internal string PythonName => Python ?? Names.Snake(Name);

    /// <summary>Whether it is a bit of the flags and no member.</summary>
    internal bool IsFlag => Kind == OptionKind.Switch && Bit != 0;

    /// <summary>The member of the C struct, or the flag.</summary>
    internal string CName => C ?? (IsFlag ? "PULSE_" + Names.Snake(Name).ToUpperInvariant() : Names.Snake(Name) + (Kind == OptionKind.Duration ? "_ms" : ""));

    /// <summary>The member of the C++ struct.</summary>
    internal string CppName => Kind == OptionKind.Duration ? CName[..^"_ms".Length] : CName;

    internal string Words(Func<string, string> name, Func<string, string> code) => Render(Summary, name, code);

    /// <summary>The sentence on the default.</summary>
    internal string DefaultWords(Func<string, string> name, Func<string, string> code)
    {
        string plain = Render(Default, name, code);
        string unit = Kind == OptionKind.Duration ? " in seconds" : "";
        return Variable is null ? plain : $"the environment variable {code(Variable)}{unit}, else {plain}";
    }

    /// <summary>Writes a sentence for one language.</summary>
    internal static string Render(string sentence, Func<string, string> name, Func<string, string> code)
    {
        string[] parts = sentence.Split('`');
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = i % 2 == 1 ? code(parts[i]) : string.Concat(parts[i].Split('{').Select((piece, index) =>
                index == 0 || piece.IndexOf('}', StringComparison.Ordinal) is var end && end < 0 ? piece : name(piece[..end]) + piece[(end + 1)..]));
        }

        return string.Concat(parts);
    }

    /// <summary>Lines of at most so many characters.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in Blanks().Split(text))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : string.Create(CultureInfo.InvariantCulture, $"{line} {word}");
        }

        yield return line;
    }

    /// <summary>Blanks where a line may end, which is not inside of 10 000.</summary>
    [GeneratedRegex(@"(?<!\d) +| +(?!\d)")]
    private static partial Regex Blanks();
}
