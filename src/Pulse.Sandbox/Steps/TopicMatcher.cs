using System.Text.RegularExpressions;
using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Steps;

/// <summary>
/// Tells pages apart by topics: each page goes to the topic whose words it has most of, words that few pages have counting
/// more. A page with none of the words goes on with the topic before it.
/// </summary>
static partial class TopicMatcher
{
    const double NameWeight = 3;
    const int TitleWeight = 4;
    const int MaxCounted = 6;

    public static IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> Match(NumberedDocument document, IReadOnlyList<SplitTopic> topics)
    {
        List<(int Number, Dictionary<string, int> Words)> pages = [.. document.Pages.Select(page => (page.Number, Words(document, page)))];
        var pagesWith = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in pages.SelectMany(page => page.Words.Keys))
        {
            pagesWith[word] = pagesWith.GetValueOrDefault(word) + 1;
        }

        List<(List<int> Pages, Dictionary<string, double> Weights)> splits = [.. topics.Select(topic => (new List<int>(), Weights(topic)))];
        int current = -1;
        foreach ((int number, Dictionary<string, int> words) in pages)
        {
            double best = 0;
            for (int i = 0; i < splits.Count; i++)
            {
                double score = splits[i].Weights.Sum(word => word.Value * Math.Min(words.GetValueOrDefault(word.Key), MaxCounted) / pagesWith.GetValueOrDefault(word.Key, 1));
                if (score > best)
                {
                    (best, current) = (score, i);
                }
            }

            if (current >= 0)
            {
                splits[current].Pages.Add(number);
            }
        }

        return [.. topics.Select((topic, i) => KeyValuePair.Create(topic.Name, (IReadOnlyList<int>)splits[i].Pages))];
    }

    static Dictionary<string, double> Weights(SplitTopic topic)
    {
        Dictionary<string, double> weights = Words(topic.Description ?? "").Keys.Where(word => word.Length > 3).ToDictionary(word => word, _ => 1.0);
        foreach (string word in Words(topic.Name).Keys)
        {
            weights[word] = NameWeight;
        }

        return weights;
    }

    static Dictionary<string, int> Words(NumberedDocument document, DocumentPage page)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (NumberedBlock block in document.BlocksOf(page))
        {
            // What runs along all pages tells none of them apart.
            if (block.Block.Kind is not (BlockKind.Header or BlockKind.Footer or BlockKind.PageNumber))
            {
                Count(words, block.Block.Text, block.Block.Kind == BlockKind.Title ? TitleWeight : 1);
            }
        }

        return words;
    }

    static Dictionary<string, int> Words(string text)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        Count(words, text, 1);
        return words;
    }

    static void Count(Dictionary<string, int> words, string text, int weight)
    {
        foreach (ValueMatch match in Word.EnumerateMatches(text))
        {
            // One form for one and many.
            string word = text.Substring(match.Index, match.Length).ToLowerInvariant();
            word = word.Length > 3 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;
            words[word] = words.GetValueOrDefault(word) + weight;
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    static partial Regex Word { get; }
}
