using System.Text;

namespace Pulse.Sandbox.Structured;

/// <summary>Cuts names and labels into comparable words: <c>accountHolder</c>, <c>account_holder</c> and <c>Account holder:</c> give the same.</summary>
static class LabelWords
{
    static readonly HashSet<string> s_fillers = new(StringComparer.Ordinal) { "a", "an", "the", "of", "for", "to" };

    static readonly Dictionary<string, string> s_short = new(StringComparer.Ordinal)
    {
        ["no"] = "number",
        ["nr"] = "number",
        ["num"] = "number",
        ["#"] = "number",
        ["acct"] = "account",
        ["acc"] = "account",
        ["amt"] = "amount",
        ["qty"] = "quantity",
        ["tel"] = "phone",
        ["telephone"] = "phone",
        ["desc"] = "description",
        ["addr"] = "address",
        ["inv"] = "invoice",
        ["organisation"] = "organization",
    };

    public static string[] Split(string text)
    {
        var words = new List<string>();
        var open = new StringBuilder();
        char previous = ' ';
        foreach (char c in text)
        {
            bool hump = char.IsUpper(c) && char.IsLower(previous);
            bool turn = open.Length > 0 && char.IsDigit(c) != char.IsDigit(previous);
            if (!char.IsLetterOrDigit(c) || hump || turn)
            {
                Close(words, open);
            }

            if (char.IsLetterOrDigit(c))
            {
                open.Append(char.ToLowerInvariant(c));
            }
            else if (c == '#')
            {
                words.Add("number");
            }

            previous = c;
        }

        Close(words, open);

        // A label of fillers alone, "To:" on a letter, keeps them.
        string[] without = [.. words.Where(word => !s_fillers.Contains(word))];
        return without.Length > 0 ? without : [.. words];
    }

    static void Close(List<string> words, StringBuilder open)
    {
        if (open.Length == 0)
        {
            return;
        }

        string word = open.ToString();
        open.Clear();
        word = s_short.GetValueOrDefault(word, word);
        words.Add(Singular(word));
    }

    static string Singular(string word) =>
        word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y"
        : word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') ? word[..^1]
        : word;
}
