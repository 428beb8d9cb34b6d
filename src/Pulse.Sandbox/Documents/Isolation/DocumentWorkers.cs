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

    // A file that unpacks to more would fill the memory of this process.
    const int MaxAnswer = 512 << 20;

    readonly ConcurrentBag<Child> _idle = [];
    volatile bool _disposed;

    /// <exception cref="ApiException">The file is damaged, encrypted, or ended its reader.</exception>
    public async Task<WorkerAnswer> ReadAsync(WorkerTask task, ReadOnlyMemory<byte> pdf, string? password, CancellationToken cancellation)
    {
        byte[] request = WorkerRequest.Write(task, pdf.Span, password);

        Child child = TakeIdle() ?? Start();
        byte[] answer;
        try
        {
            answer = await ExchangeAsync(child, request, cancellation).ConfigureAwait(false);
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

        WorkerAnswer read = JsonSerializer.Deserialize(answer, WorkerJsonContext.Default.WorkerAnswer)!;
        return read.ErrorCode is null ? read : throw new ApiException(read.ErrorStatus, read.ErrorCode, read.ErrorMessage ?? "");
    }

    public void Dispose()
    {
        _disposed = true;
        DisposeIdle();
    }

    async Task<byte[]> ExchangeAsync(Child child, byte[] request, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(timeout);
        try
        {
            await WorkerMessages.SendAsync(child.Process.StandardInput.BaseStream, request, limited.Token).ConfigureAwait(false);
            return await WorkerMessages.ReceiveAsync(child.Process.StandardOutput.BaseStream, MaxAnswer, limited.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw ApiErrors.Corrupt(string.Create(CultureInfo.InvariantCulture, $"The PDF file could not be read within {timeout.TotalSeconds:0.###} s"));
        }
        catch (InvalidDataException)
        {
            throw ApiErrors.Corrupt("The PDF file unpacks to more than the sandbox reads");
        }
        catch (IOException)
        {
            // EndOfStreamException and a broken pipe: the child is gone.
            throw ApiErrors.Corrupt("The PDF file is damaged and cannot be read: it ended its reader");
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

        // Where the runtime describes a crash. Nobody reads it, but it must not fill the pipe.
        child.Process.ErrorDataReceived += static (_, _) => { };
        child.Process.BeginErrorReadLine();
        return child;
    }

    sealed class Child(Process process) : IDisposable
    {
        public Process Process => process;

        public int Files { get; set; }

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
