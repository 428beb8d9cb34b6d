using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Pulse.Sandbox.Faults;

/// <summary>The rules by which requests go wrong, the first that applies wins. Thread-safe.</summary>
public sealed class SandboxFaults
{
    readonly Lock _lock = new();
    readonly List<Counter> _rules = [];

    internal SandboxFaults()
    {
    }

    /// <summary>The rules in their order, with how many requests matched each and how often it was applied.</summary>
    public IReadOnlyList<(FaultRule Rule, int Matched, int Applied)> Rules
    {
        get
        {
            lock (_lock)
            {
                return [.. _rules.Select(counter => (counter.Rule, counter.Matched, counter.Applied))];
            }
        }
    }

    /// <summary>Adds a rule behind the others.</summary>
    public void Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_lock)
        {
            _rules.Add(new Counter(rule));
        }
    }

    /// <summary>Replaces all rules, and so their counts.</summary>
    public void Set(IEnumerable<FaultRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Counter[] counters = [.. rules.Select(rule => new Counter(rule))];
        lock (_lock)
        {
            _rules.Clear();
            _rules.AddRange(counters);
        }
    }

    /// <summary>Removes all rules.</summary>
    public void Clear() => Set([]);

    /// <summary>Counts a request and finds what is to happen to it.</summary>
    internal bool TryApply(string method, string path, [MaybeNullWhen(false)] out FaultAction action, out int rule)
    {
        lock (_lock)
        {
            for (rule = 0; rule < _rules.Count; rule++)
            {
                if (_rules[rule].Apply(method, path))
                {
                    action = _rules[rule].Rule.Action;
                    return true;
                }
            }
        }

        action = null;
        return false;
    }

    sealed class Counter(FaultRule rule)
    {
        public FaultRule Rule => rule;

        public int Matched { get; private set; }

        public int Applied { get; private set; }

        // By path, where each path is counted by itself; under the empty path otherwise.
        readonly Dictionary<string, (int Matched, int Applied)> _counts = new(StringComparer.Ordinal);

        public bool Apply(string method, string path)
        {
            if ((rule.Method is not null && !rule.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                || (rule.PathPrefix is not null && !path.StartsWith(rule.PathPrefix, StringComparison.Ordinal)))
            {
                return false;
            }

            Matched++;
            string key = rule.PerPath ? path : "";
            (int matched, int applied) = _counts.GetValueOrDefault(key);
            matched++;
            bool applies = !(applied >= rule.Times) && (rule.Nth ?? matched) == matched && matched % (rule.Every ?? 1) == 0
                && !(rule.Probability is { } probability && Choice() >= probability);
            _counts[key] = (matched, applied + (applies ? 1 : 0));
            Applied += applies ? 1 : 0;
            return applies;
        }

        // A number from 0 to 1 that depends on the seed and the request's number alone.
        double Choice()
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, rule.Seed);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Matched);
            return BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(bytes)) / (uint.MaxValue + 1.0);
        }
    }
}
