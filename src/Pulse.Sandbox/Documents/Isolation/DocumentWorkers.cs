using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Documents.Isolation;

/// <summary>
/// Reads PDF files in child processes with limits of time and memory and without the network. A file that makes its reader crash, loop
/// or grow ends that child and nothing else. Thread-safe.
/// </summary>
/// <param name="program">The executable <c>pulse-sandbox</c>.</param>
/// <param name="timeout">The longest that one file may take.</param>
/// <param name="maxMemory">The bytes of memory that the parser may use in a child.</param>
sealed class DocumentWorkers(string program, TimeSpan timeout, long maxMemory) : IDisposable
{
    // A child is replaced now and then, so that what the parser keeps does not add up.
    const int MaxFilesPerChild = 200;

    // What the runtime takes for itself: stacks, code, and the tables of its collector.
    const long RuntimeMemory = 256L << 20;

    // How many pages that end or stop their reader a file may have. Each costs a child.
    const int MostLostPages = 8;

    // A file that unpacks to more would fill the memory of this process.
    const int MaxAnswer = 512 << 20;

    readonly ConcurrentBag<Child> _idle = [];
    volatile bool _disposed;

    /// <exception cref="ApiException">The file is damaged, encrypted, or ended its reader.</exception>
    public async Task<WorkerAnswer> ReadAsync(WorkerTask task, ReadOnlyMemory<byte> pdf, string? password, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var request = new WorkerRequest(task, password);
        var lost = new List<string>();
        ApiException? first = null;
        while (true)
        {
            TimeSpan left = timeout - watch.Elapsed;
            var turn = new Turn { TimeLeft = left > TimeSpan.Zero ? left : TimeSpan.Zero };
            WorkerAnswer read;
            try
            {
                read = JsonSerializer.Deserialize(await SendAsync(request.Write(pdf.Span), turn, cancellation).ConfigureAwait(false), WorkerJsonContext.Default.WorkerAnswer)!;
            }
            catch (ApiException e) when (turn.Page != WorkerMessages.NoPage && task != WorkerTask.TryForm && lost.Count < MostLostPages)
            {
                // The other pages may be readable. What is left to be a form is opened in this process, and must be harmless entirely.
                first ??= e;
                lost.Add($"Page {turn.Page.ToString(CultureInfo.InvariantCulture)} was left out: {turn.Problem}");
                request = request with { LeftOut = [.. request.LeftOut, turn.Page] };
                continue;
            }

            if (read.ErrorCode is not null)
            {
                throw first ?? new ApiException(read.ErrorStatus, read.ErrorCode, read.ErrorMessage ?? "");
            }

            return read.Document is { } document ? read with { Document = document with { Warnings = [.. document.Warnings, .. lost] } } : read;
        }
    }

    async Task<byte[]> SendAsync(byte[] request, Turn turn, CancellationToken cancellation)
    {
        Child child = TakeIdle() ?? Start();
        byte[] answer;
        try
        {
            answer = await ExchangeAsync(child, request, turn, cancellation).ConfigureAwait(false);
        }
        catch (Exception)
        {
            child.Dispose();
            throw;
        }

        if (++child.Files < MaxFilesPerChild && !_disposed)
        {
            _idle.Add(child);
        }
        else
        {
            child.Dispose();
        }

        if (_disposed)
        {
            DisposeIdle();
        }

        return answer;
    }

    public void Dispose()
    {
        _disposed = true;
        DisposeIdle();
    }

    async Task<byte[]> ExchangeAsync(Child child, byte[] request, Turn turn, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan limit = turn.TimeLeft;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(limit);
        try
        {
            if (!child.HasBegun)
            {
                await WorkerMessages.ReceiveReadyAsync(child.Process.StandardOutput.BaseStream, limited.Token).ConfigureAwait(false);
                child.HasBegun = true;
            }

            await WorkerMessages.SendAsync(child.Process.StandardInput.BaseStream, request, limited.Token).ConfigureAwait(false);
            return await WorkerMessages.ReceiveAsync(child.Process.StandardOutput.BaseStream, MaxAnswer, limited.Token, Begin).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            TimeSpan longest = turn.Page == WorkerMessages.NoPage ? timeout : limit;
            turn.Problem = string.Create(CultureInfo.InvariantCulture, $"it could not be read within {longest.TotalSeconds:0.###} s");
            throw ApiErrors.Corrupt($"The PDF file cannot be read: {turn.Problem}");
        }
        catch (InvalidDataException)
        {
            turn.Page = WorkerMessages.NoPage;
            throw ApiErrors.Corrupt("The PDF file unpacks to more than the sandbox reads");
        }
        catch (IOException e) when (!child.HasBegun)
        {
            throw new InvalidOperationException($"The process that reads documents could not be started. {child.FirstError}", e);
        }
        catch (IOException)
        {
            // EndOfStreamException and a broken pipe: the child is gone.
            turn.Problem = "it ended its reader";
            throw ApiErrors.Corrupt($"The PDF file is damaged and cannot be read: {turn.Problem}");
        }

        // One page may take half of what is left, so that there is time for the others.
        void Begin(int page)
        {
            turn.Page = page;
            TimeSpan left = turn.TimeLeft - watch.Elapsed;
            limit = page == WorkerMessages.NoPage ? left : left / 2;
            limited.CancelAfter(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        }
    }

    Child? TakeIdle()
    {
        while (_idle.TryTake(out Child? child))
        {
            if (!child.Process.HasExited)
            {
                return child;
            }

            child.Dispose();
        }

        return null;
    }

    void DisposeIdle()
    {
        while (_idle.TryTake(out Child? child))
        {
            child.Dispose();
        }
    }

    Child Start()
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(WorkerProcess.Command);
        start.ArgumentList.Add((maxMemory + RuntimeMemory).ToString(CultureInfo.InvariantCulture));
        start.Environment["DOTNET_GCHeapHardLimit"] = maxMemory.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var child = new Child(Process.Start(start)!);

        // Where the runtime describes a crash. It must not fill the pipe.
        child.Process.ErrorDataReceived += (_, line) => child.FirstError ??= line.Data;
        child.Process.BeginErrorReadLine();
        return child;
    }

    /// <summary>One try to read a file.</summary>
    sealed class Turn
    {
        public TimeSpan TimeLeft { get; init; }

        /// <summary>The page that is being read.</summary>
        public int Page { get; set; } = WorkerMessages.NoPage;

        /// <summary>What happened to the reader.</summary>
        public string Problem { get; set; } = "";
    }

    sealed class Child(Process process) : IDisposable
    {
        public Process Process => process;

        public int Files { get; set; }

        /// <summary>Whether it was ready for a first file.</summary>
        public bool HasBegun { get; set; }

        public string? FirstError { get; set; }

        public void Dispose()
        {
            try
            {
                process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }

            process.Dispose();
        }
    }
}
