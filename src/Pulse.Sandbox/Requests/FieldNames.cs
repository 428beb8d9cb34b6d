using System.Text;

namespace Pulse.Sandbox.Requests;

/// <summary>The known fields of an object, each in its three spellings: camelCase, snake_case and hyphens.</summary>
sealed class FieldNames
{
    readonly Dictionary<string, string> _canonical = new(StringComparer.Ordinal);

    public FieldNames(params ReadOnlySpan<string> camelCaseNames)
    {
        foreach (string name in camelCaseNames)
        {
            _canonical[name] = name;
            _canonical[Separate(name, '_')] = name;
            _canonical[Separate(name, '-')] = name;
        }
    }

    /// <summary>The camelCase name of a field in any spelling; null for an unknown field.</summary>
    public string? Find(string name) => _canonical.GetValueOrDefault(name);

    /// <summary>The spelling that the documentation has for all endpoints but <c>/extract</c>.</summary>
    public static string SnakeCase(string name) => Separate(name, '_');

    static string Separate(string camelCase, char separator)
    {
        var result = new StringBuilder();
        foreach (char c in camelCase)
        {
            if (char.IsAsciiLetterUpper(c))
            {
                result.Append(separator);
            }

            result.Append(char.ToLowerInvariant(c));
        }

        return result.ToString();
    }
}
