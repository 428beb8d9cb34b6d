using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pulse.Client;

namespace Pulse.Generate;

/// <summary>The sentences that stand above the typed models, in the words of Python.</summary>
sealed partial class XmlDocs
{
    readonly Dictionary<string, XElement> _members;
    readonly Func<string, string> _nameOf;

    /// <param name="nameOf">The Python name of a C# type.</param>
    internal XmlDocs(Func<string, string> nameOf)
    {
        string path = Path.ChangeExtension(typeof(PulseClient).Assembly.Location, ".xml");
        _members = XDocument.Load(path).Descendants("member").ToDictionary(static member => (string)member.Attribute("name")!, static member => member);
        _nameOf = nameOf;
    }

    internal string Of(Type type) => Text($"T:{type.FullName!.Replace('+', '.')}");

    internal string Of(PropertyInfo property) => Text($"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}");

    string Text(string member)
    {
        XElement summary = _members.GetValueOrDefault(member)?.Element("summary") ?? throw new InvalidOperationException($"{member} has no summary");
        string text = string.Concat(summary.Nodes().Select(Words));
        return Null().Replace(Blanks().Replace(text, " "), "None").Trim().Replace("`` ``", " ", StringComparison.Ordinal);
    }

    string Words(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"``{Reference((string)see.Attribute("cref")!)}``",
        XElement element => $"``{element.Value}``",
        _ => "",
    };

    string Reference(string cref)
    {
        string[] parts = cref[2..].Split('(')[0].Split('`')[0].Split('.');
        string last = parts[^1];
        if (last == "AdditionalFields")
        {
            return "[\"name\"]";
        }

        return cref[0] == 'T' ? _nameOf(last) : PythonText.Snake(last.EndsWith("Async", StringComparison.Ordinal) && last.Length > 5 ? last[..^5] : last);
    }

    [GeneratedRegex(@"\bnull\b")]
    private static partial Regex Null();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
