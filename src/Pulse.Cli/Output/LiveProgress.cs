using System.Text;

namespace Pulse.Cli.Output;

/// <summary>
/// For a person at a terminal: a line for each document in flight and one for all, which change in place below everything else that is
/// printed. Ten times a second; whoever reports waits for no terminal.
/// </summary>
sealed class LiveProgress : IProgressDisplay, IDisposable
{
    const string EraseLine = "\u001b[2K";
    const string Spinner = "|/-\\";

    static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);

    readonly Lock _state = new();
    readonly Lock _screen = new();
    readonly Dictionary<string, (string Text, long Start)> _documents = new(StringComparer.Ordinal);
    readonly Terminal _terminal;
    readonly TimeProvider _clock;
    readonly ITimer _timer;
    RunCount? _count;
    List<int> _drawn = [];
    bool _midLine;
    bool _isDisposed;
    int _turn;

    internal LiveProgress(Terminal terminal, TimeProvider clock)
    {
        _terminal = terminal;
        _clock = clock;
        _timer = clock.CreateTimer(_ => Tick(), null, TimeSpan.Zero, s_period);
    }

    /// <summary>The terminal for everything else, which is printed above the lines.</summary>
    internal Terminal Above => _terminal with
    {
        Error = new AboveWriter(this, _terminal.Error),
        Output = _terminal.OutputIsTerminal ? new AboveWriter(this, _terminal.Output) : _terminal.Output,
    };

    public void Begin(RunCount count) => _count = count;

    public void Update(string name, string word, string text)
    {
        _count?.Started(name);
        lock (_state)
        {
            _documents[name] = (word, _documents.TryGetValue(name, out (string Text, long Start) before) ? before.Start : _clock.GetTimestamp());
        }
    }

    public void Finish(string name, bool failed)
    {
        lock (_state)
        {
            _documents.Remove(name);
        }

        _count?.Ended(name, failed);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_screen)
        {
            _isDisposed = true;
            _terminal.Error.Write(Erase());
        }
    }

    void Tick()
    {
        // A terminal that is stopped is not written to by one thread after the other.
        if (_screen.TryEnter())
        {
            try
            {
                if (!_isDisposed && !_midLine)
                {
                    _turn++;
                    _terminal.Error.Write($"{Erase()}{Draw()}");
                }
            }
            finally
            {
                _screen.Exit();
            }
        }
    }

    void Print(TextWriter writer, string text)
    {
        lock (_screen)
        {
            if (!_isDisposed)
            {
                string erase = Erase();
                if (erase.Length > 0)
                {
                    _terminal.Error.Write(erase);
                }

                // Nothing is drawn into a line that goes on.
                _midLine = !text.EndsWith('\n');
            }

            writer.Write(text);
        }
    }

    /// <summary>Takes the lines away; where the terminal has become narrower, they take more rows than they did.</summary>
    string Erase()
    {
        (int columns, _) = _terminal.Size();
        int rows = _drawn.Sum(width => Math.Max(1, (width + columns - 1) / columns));
        _drawn = [];
        return rows == 0 ? "" : string.Concat(Enumerable.Repeat($"\u001b[A{EraseLine}", rows)) + "\r";
    }

    string Draw()
    {
        (int columns, int rows) = _terminal.Size();
        List<(string Text, bool IsTotal)> lines = [];
        lock (_state)
        {
            // Room for what was printed before.
            int room = Math.Max(1, Math.Min(rows - 3, 20));
            char spinner = Spinner[_turn % Spinner.Length];
            foreach ((string name, (string text, long start)) in _documents.OrderBy(static pair => pair.Value.Start).Take(_documents.Count <= room ? room : room - 1))
            {
                lines.Add(($"{spinner} {Fit(name, $" {text} {RunCount.Clock(_clock.GetElapsedTime(start))}", columns - 3)}", false));
            }

            if (_documents.Count > room)
            {
                lines.Add(($"  and {_documents.Count - room + 1} more", false));
            }
        }

        if (_count is { Total: > 1 } count)
        {
            lines.Add((TextWidth.Cut(count.Line(), columns - 1), true));
        }

        StringBuilder frame = new();
        foreach ((string text, bool isTotal) in lines)
        {
            _drawn.Add(TextWidth.Of(text));
            frame.Append(isTotal && _terminal.HasColors ? $"\u001b[1m{text}\u001b[0m" : text).Append('\n');
        }

        return frame.ToString();
    }

    /// <summary>A name and what is said of it, in so many columns: the name gives way, in its middle.</summary>
    internal static string Fit(string name, string words, int columns)
    {
        int room = Math.Max(columns - TextWidth.Of(words), Math.Min(8, columns / 2));
        return TextWidth.Cut($"{TextWidth.CutMiddle(name, room)}{words}", columns);
    }

    sealed class AboveWriter(LiveProgress live, TextWriter writer) : TextWriter
    {
        public override Encoding Encoding => writer.Encoding;

        public override void Write(char value) => live.Print(writer, value.ToString());

        public override void Write(string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                live.Print(writer, value);
            }
        }

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void WriteLine(string? value) => Write($"{value}\n");

        public override Task WriteLineAsync(string? value)
        {
            WriteLine(value);
            return Task.CompletedTask;
        }

        public override void Flush() => writer.Flush();
    }
}
