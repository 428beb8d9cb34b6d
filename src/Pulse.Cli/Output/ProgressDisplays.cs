namespace Pulse.Cli.Output;

/// <summary>Shows how documents are getting on.</summary>
interface IProgressDisplay
{
    /// <summary>How many documents there are, and how they are counted.</summary>
    void Begin(RunCount count);

    /// <summary>What a document is doing, in a word and in a sentence.</summary>
    void Update(string name, string word, string text);

    /// <summary>A document has ended.</summary>
    void Finish(string name, bool failed);
}

/// <summary>Shows nothing.</summary>
sealed class SilentProgress : IProgressDisplay
{
    public void Begin(RunCount count)
    {
    }

    public void Update(string name, string word, string text)
    {
    }

    public void Finish(string name, bool failed)
    {
    }
}

/// <summary>One line for each event, for logs and pipes.</summary>
sealed class PlainProgress(TextWriter writer) : IProgressDisplay
{
    readonly Lock _lock = new();
    RunCount? _count;

    public void Begin(RunCount count) => _count = count;

    public void Update(string name, string word, string text)
    {
        _count?.Started(name);
        Write($"{name}: {text}");
    }

    public void Finish(string name, bool failed)
    {
        if (_count is { } count)
        {
            count.Ended(name, failed);
            if (count.Total > 1)
            {
                Write(count.Line());
            }
        }
    }

    void Write(string line)
    {
        lock (_lock)
        {
            writer.WriteLine(line);
        }
    }
}
