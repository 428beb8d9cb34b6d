using Spectre.Console;

namespace Pulse.Cli.Output;

/// <summary>Shows how documents are getting on.</summary>
interface IProgressDisplay
{
    void Update(string name, string text);

    void Finish(string name);
}

/// <summary>Shows nothing.</summary>
sealed class SilentProgress : IProgressDisplay
{
    public void Update(string name, string text)
    {
    }

    public void Finish(string name)
    {
    }
}

/// <summary>One line for each event, for logs and pipes.</summary>
sealed class PlainProgress(TextWriter writer) : IProgressDisplay
{
    readonly Lock _lock = new();

    public void Update(string name, string text)
    {
        lock (_lock)
        {
            writer.WriteLine($"{name}: {text}");
        }
    }

    public void Finish(string name)
    {
    }
}

/// <summary>A line for each document that changes in place, for a person.</summary>
sealed class LiveProgress(ProgressContext context) : IProgressDisplay
{
    readonly Lock _lock = new();
    readonly Dictionary<string, ProgressTask> _tasks = new(StringComparer.Ordinal);

    public void Update(string name, string text)
    {
        lock (_lock)
        {
            if (!_tasks.TryGetValue(name, out ProgressTask? task))
            {
                task = context.AddTask(Markup.Escape(name), maxValue: 1);
                task.IsIndeterminate = true;
                _tasks[name] = task;
            }

            task.Description = Markup.Escape($"{name}: {text}");
        }
    }

    public void Finish(string name)
    {
        lock (_lock)
        {
            if (_tasks.TryGetValue(name, out ProgressTask? task))
            {
                task.Value = 1;
                task.StopTask();
            }
        }
    }

    /// <summary>Runs work under the live display on stderr. What the work writes to stdout must not be a terminal too, or the lines would mix.</summary>
    internal static Task<int> RunAsync(TextWriter error, Func<IProgressDisplay, Task<int>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
            .StartAsync(context => work(new LiveProgress(context)));
    }
}
