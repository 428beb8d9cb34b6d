using System.Text;
using System.Text.RegularExpressions;

namespace Pulse.Generate;

/// <summary>Writes Python in lines of the length that the package has.</summary>
static partial class PythonText
{
    const int Width = 120;

    internal static string Header(string what, string docs) =>
        $"# Made by `make generate` from {what} in src/Pulse.Client. Do not edit.\n\"\"\"{docs}\"\"\"\n\nfrom __future__ import annotations\n";

    /// <summary>An annotation whose names are looked up when it is evaluated (_annotations.py).</summary>
    internal static string Annotation(string type) => Capitalised().Replace(type, "t.$0");

    [GeneratedRegex(@"\b(?!None\b|True\b|False\b)[A-Z]\w*")]
    private static partial Regex Capitalised();

    /// <summary>A docstring, with paragraphs that begin where they are indented.</summary>
    internal static string Docs(string text, int indent)
    {
        string blanks = new(' ', indent);
        return text.Contains('\n', StringComparison.Ordinal) || text.Length + indent + 6 > Width
            ? $"{blanks}\"\"\"{Wrap(text, blanks)}\n{blanks}\"\"\"\n"
            : $"{blanks}\"\"\"{text}\"\"\"\n";
    }

    /// <summary>A comment above a field.</summary>
    internal static string Comment(string text, int indent) => $"{new string(' ', indent)}#: {Wrap(text, $"{new string(' ', indent)}#: ")}\n";

    static string Wrap(string text, string indent)
    {
        StringBuilder wrapped = new();
        foreach (string paragraph in text.Split('\n'))
        {
            wrapped.Append(wrapped.Length == 0 ? "" : paragraph.Length == 0 ? "\n" : $"\n{indent}");

            // The first line begins behind three quotes.
            int length = indent.Length + 3;
            string blank = "";
            foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                string next = $"{blank}{word}";
                if (length + next.Length > Width)
                {
                    string hanging = paragraph.StartsWith(':') ? $"{indent}    " : indent;
                    wrapped.Append('\n').Append(hanging);
                    length = hanging.Length;
                    next = word;
                }

                wrapped.Append(next);
                length += next.Length;
                blank = " ";
            }
        }

        return wrapped.ToString();
    }

    /// <summary>client_options for ClientOptions and clientOptions; s3_prefix stays.</summary>
    internal static string Snake(string name) =>
        string.Concat(name.Select((letter, place) => char.IsUpper(letter) ? $"{(place > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
